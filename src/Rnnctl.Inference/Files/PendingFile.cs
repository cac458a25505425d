namespace Rnnctl.Inference.Files;

/// <summary>A file that is to be written: its name and what writes its bytes.</summary>
/// <param name="Name">Its path relative to the directory, with <c>/</c> between folders: <c>vocab/tokens.txt</c>.</param>
/// <param name="Write">Writes the whole content to the stream that it is given.</param>
public sealed record PendingFile(string Name, Action<Stream> Write);
