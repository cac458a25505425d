namespace Rnnctl.Text;

/// <summary>What the name of a text file says about its content.</summary>
public static class TextFileName
{
    private const string Compressed = ".gz";

    /// <summary>The name of the text in a file: <c>train.tsv</c> for <c>train.tsv.gz</c>.</summary>
    public static string WithoutCompression(string path) =>
        path.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase) ? path[..^Compressed.Length] : path;

    /// <summary>The extension of the text's name with its dot, in lower case: <c>.tsv</c> for <c>train.TSV.gz</c>.</summary>
    public static string ExtensionOf(string path) => Path.GetExtension(WithoutCompression(path)).ToLowerInvariant();
}
