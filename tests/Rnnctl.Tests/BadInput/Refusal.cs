namespace Rnnctl.Tests.BadInput;

/// <summary>Runs that the tool must refuse.</summary>
internal static class Refusal
{
    /// <summary>
    /// Runs the tool, which must end with 2 and print nothing on standard output, no stack trace, and exactly one error. Returns the error without
    /// <c>error: </c>.
    /// </summary>
    public static string Of(params string[] words) => Of(2, words);

    /// <summary>The same with another exit code.</summary>
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
