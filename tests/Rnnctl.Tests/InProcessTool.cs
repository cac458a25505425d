using System.CommandLine;
using System.Text;
using Rnnctl.CommandLine;
using Rnnctl.Terminal;

namespace Rnnctl.Tests;

/// <summary>Runs the tool in the process of the test, with string writers as console.</summary>
internal sealed class InProcessTool
{
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    public InProcessTool(string input = "")
    {
        byte[] left = Encoding.UTF8.GetBytes(input);
        Console = new ToolConsole(Over(_output), () => Over(_error), () => new OneWayStream(Interlocked.Exchange(ref left, [])));
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

    /// <summary>Runs a verb, which must succeed, and returns its standard output.</summary>
    public static string Done(params string[] words)
    {
        var tool = new InProcessTool();
        int code = tool.Run(words);
        Assert.True(code == 0, $"rnnctl {string.Join(' ', words)}: {code}\n{tool.Error}");
        return tool.Output;
    }

    /// <summary>Parses arguments into the request of a verb, without running it.</summary>
    public TRequest Read<TVerb, TRequest>(Func<TVerb, ParseResult, TRequest> read, params string[] words)
    {
        var command = new RnnctlCommand(Console);
        var arguments = Arguments.Parse(command, words);
        Assert.Empty(arguments.Parsed.Errors);
        return read(command.Verbs.OfType<TVerb>().Single(), arguments.Parsed);
    }

    /// <summary>Standard input as a pipe: it cannot be sought.</summary>
    private sealed class OneWayStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override bool CanSeek => false;
    }

    private static StringWriter Over(StringBuilder text) => new(text) { NewLine = "\n" };
}
