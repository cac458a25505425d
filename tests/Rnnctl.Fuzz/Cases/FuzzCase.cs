namespace Rnnctl.Fuzz.Cases;

/// <summary>A case: a command line and its files.</summary>
/// <param name="Number">Its number. A case depends only on the seed and its number.</param>
/// <param name="Folder">The folder that holds its files, in which the tool runs.</param>
/// <param name="Words">The words after <c>rnnctl</c>.</param>
/// <param name="Input">Standard input.</param>
/// <param name="Changes">Descriptions of the changes to valid files.</param>
internal sealed record FuzzCase(long Number, string Folder, IReadOnlyList<string> Words, byte[] Input, IReadOnlyList<string> Changes)
{
    /// <summary>The verb of its scenario.</summary>
    public required string Verb { get; init; }

    /// <summary>The case on one line; control characters are escaped.</summary>
    public override string ToString() => string.Join(' ', Words.Select(Quote));

    /// <summary>The text of a file of the case; empty if the file is missing.</summary>
    public string TextOf(string name)
    {
        string path = Path.Combine(Folder, name);
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }

    private static string Quote(string word)
    {
        string shortened = word.Length > 60 ? $"{word[..60]}...({word.Length})" : word;
        return System.Text.Json.JsonSerializer.Serialize(shortened);
    }
}
