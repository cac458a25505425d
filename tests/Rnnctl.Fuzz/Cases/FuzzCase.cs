namespace Rnnctl.Fuzz.Cases;

/// <summary>One case: a command line and the files that it names.</summary>
/// <param name="Number">Its number; with the seed it says everything about the case.</param>
/// <param name="Folder">The folder that holds its files, in which the tool runs.</param>
/// <param name="Words">What the user types behind <c>rnnctl</c>.</param>
/// <param name="Input">Standard input.</param>
/// <param name="Changes">What was done to valid files and words, for a person.</param>
internal sealed record FuzzCase(long Number, string Folder, IReadOnlyList<string> Words, byte[] Input, IReadOnlyList<string> Changes)
{
    /// <summary>The verb that the case was made for.</summary>
    public required string Verb { get; init; }

    /// <summary>The case on one line; control characters are escaped.</summary>
    public override string ToString() => string.Join(' ', Words.Select(Quote));

    /// <summary>The text of one of the case's files; empty where there is none.</summary>
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
