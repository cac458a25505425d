using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Tests.CommandLine;

public class ExitCodeTests
{
    private readonly InProcessTool _tool = new();

    [Fact]
    public void Exit_code_is_the_result_of_the_verb()
    {
        Assert.Equal(1, _tool.Application.Guard(() => 1));
        Assert.Empty(_tool.Error);
    }

    [Fact]
    public void Bad_input_prints_message_and_hint_and_gives_2()
    {
        InputException mistake = InputException.At("data.tsv", 17, "expected 2 columns, found 1", "look at the file");
        Assert.Equal(2, _tool.Application.Guard(() => throw mistake));
        Assert.Equal(["error: data.tsv:17: expected 2 columns, found 1", "hint: look at the file"], _tool.ErrorLines);
    }

    [Fact]
    public void Interruption_gives_130_without_a_message()
    {
        Assert.Equal(130, _tool.Application.Guard(() => throw new TaskCanceledException()));
        Assert.Empty(_tool.Error);
    }

    [Fact]
    public void Closed_standard_output_is_no_error()
    {
        Assert.Equal(0, _tool.Application.Guard(() => throw new OutputClosedException(new IOException("Broken pipe"))));
        Assert.Empty(_tool.Error);
    }

    [Fact]
    public void Other_failures_print_one_line_and_give_3()
    {
        Assert.Equal(3, _tool.Application.Guard(() => throw new IOException("No space\nleft on device")));
        Assert.Equal(["error: No space left on device"], _tool.ErrorLines);
    }

    [Fact]
    public void Verbose_adds_the_stack_trace()
    {
        _tool.Run("devices", "--verbose", "--config", "missing.yaml");
        Assert.Equal("error: missing.yaml: no such file", _tool.ErrorLines[0]);
        Assert.Contains("   at Rnnctl.", _tool.Error, StringComparison.Ordinal);
    }
}
