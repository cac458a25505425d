namespace Rnnctl.Tests.BadInput;

/// <summary>A run that is refused: what a user sees of it.</summary>
internal static class Refusal
{
    /// <summary>
    /// Runs the tool, which must end with 2, print nothing on standard output, no trace, and one error; returns that but for its first
    /// word.
    /// </summary>
    public static string Of(params string[] words) => Of(2, words);

    /// <summary>Runs the tool, which must fail likewise with this exit code.</summary>
    public static string Of(int exitCode, string[] words)
    {
        var tool = new InProcessTool();
        int code = tool.Run(words);
        Assert.True(code == exitCode, $"rnnctl {string.Join(' ', words)}: {code}\n{tool.Error}");
        Assert.Empty(tool.Output);
        Assert.DoesNotContain("   at ", tool.Error, StringComparison.Ordinal);
        string error = Assert.Single(tool.ErrorLines, line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.StartsWith(tool.ErrorLines[^1] == error ? "error: " : "hint: ", tool.ErrorLines[^1], StringComparison.Ordinal);
        return error["error: ".Length..];
    }
}
