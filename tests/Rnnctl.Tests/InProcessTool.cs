using System.CommandLine;
using System.Text;
using Rnnctl.CommandLine;
using Rnnctl.Terminal;

namespace Rnnctl.Tests;

/// <summary>The tool inside the test's process, over string writers.</summary>
internal sealed class InProcessTool
{
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    public InProcessTool(string input = "")
    {
        Console = new ToolConsole(Over(_output), () => Over(_error), () => new MemoryStream(Encoding.UTF8.GetBytes(input)));
        Application = new Application(Console);
    }

    public ToolConsole Console { get; }

    public Application Application { get; }

    public string Output => _output.ToString();

    public string Error => DeviceNote.DropFrom(WholeError);

    public string WholeError => _error.ToString();

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string[] OutputLines => Output.Split('\n')[..^1];

    public int Run(params string[] words) => Application.Run(words);

    /// <summary>Runs a verb that must do what it is asked, and returns what it printed.</summary>
    public static string Done(params string[] words)
    {
        var tool = new InProcessTool();
        int code = tool.Run(words);
        Assert.True(code == 0, $"rnnctl {string.Join(' ', words)}: {code}\n{tool.Error}");
        return tool.Output;
    }

    /// <summary>Reads what a verb makes of words, without running it.</summary>
    public TRequest Read<TVerb, TRequest>(Func<TVerb, ParseResult, TRequest> read, params string[] words)
    {
        var command = new RnnctlCommand(Console);
        var arguments = Arguments.Parse(command, words);
        Assert.Empty(arguments.Parsed.Errors);
        return read(command.Verbs.OfType<TVerb>().Single(), arguments.Parsed);
    }

    private static StringWriter Over(StringBuilder text) => new(text) { NewLine = "\n" };
}
