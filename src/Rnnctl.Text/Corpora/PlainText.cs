namespace Rnnctl.Text.Corpora;

/// <summary>
/// Plain text in files, a sentence a line, its words separated by blanks. The files are read as streams, and more than once, so they may be larger than memory.
/// A text that can be read only once, from a pipe or from a file that gzip compressed, is kept in memory.
/// </summary>
public sealed class PlainText
{
    private readonly string[] _files;
    private readonly byte[]?[] _kept;

    private PlainText(string[] files, byte[]?[] kept) => (_files, _kept) = (files, kept);

    /// <summary>The number of files.</summary>
    public int Files => _files.Length;

    /// <summary>Finds files, and reads those that give their content only once.</summary>
    /// <exception cref="InputException">A file can't be read.</exception>
    public static PlainText Of(IReadOnlyList<string> files) => new([.. files], [.. files.Select(ReadOnce)]);

    /// <summary>Opens a file at its first line.</summary>
    /// <exception cref="InputException">It can't be opened.</exception>
    public LineReader Open(int file) => _kept[file] is { } bytes
        ? new LineReader(new MemoryStream(bytes), StandardInput.NameOf(_files[file]))
        : LineReader.Open(_files[file]);

    /// <summary>Refuses a file that was read to its end and has no sentence.</summary>
    internal static void RequireSentences(LineReader lines, bool found)
    {
        if (!found)
            throw new InputException($"{lines.Name}: expected sentences, one a line, found {(lines.LineNumber == 0 ? "an empty file" : "blank lines only")}");
    }

    private static byte[]? ReadOnce(string path)
    {
        using Stream stream = LineReader.OpenText(path);
        if (stream.CanSeek) return null;
        var content = new MemoryStream();
        try
        {
            stream.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw new InputException($"{path}: cannot be kept in memory: {failure.Message}", failure);
        }
    }
}
