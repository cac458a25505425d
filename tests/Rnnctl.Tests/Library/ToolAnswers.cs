using System.Text.Json;

namespace Rnnctl.Tests.Library;

/// <summary>What the tool answers to the lines of a file, which the library is held against.</summary>
internal sealed class ToolAnswers : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>A JSON object for each line.</summary>
    public JsonElement[] Json(string verb, string model, IEnumerable<string> lines, params string[] options) =>
        [.. Lines(verb, model, lines, options).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>A line for each line.</summary>
    public string[] Lines(string verb, string model, IEnumerable<string> lines, params string[] options) =>
        OfFile(verb, model, _folder.Write("input.txt", string.Concat(lines.Select(line => line + "\n"))), options);

    /// <summary>A line for each line of a file.</summary>
    public static string[] OfFile(string verb, string model, string file, params string[] options) =>
        InProcessTool.Done([verb, model, file, "--device", "cpu", "--threads", "1", .. options]).Split('\n')[..^1];

    /// <summary>Writes a file that the tool is given.</summary>
    public string Write(string name, string text) => _folder.Write(name, text);

    public void Dispose() => _folder.Dispose();
}
