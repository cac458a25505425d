using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Tests.CommandLine;

public class ExitCodeTests
{
    private readonly InProcessTool _tool = new();

    [Fact]
    public void What_the_verb_returns_is_the_exit_code()
    {
        Assert.Equal(1, _tool.Application.Guard(() => 1));
        Assert.Empty(_tool.Error);
    }

    [Fact]
    public void Bad_input_is_its_message_and_its_hint_and_2()
    {
        InputException mistake = InputException.At("data.tsv", 17, "expected 2 columns, found 1", "look at the file");
        Assert.Equal(2, _tool.Application.Guard(() => throw mistake));
        Assert.Equal(["error: data.tsv:17: expected 2 columns, found 1", "hint: look at the file"], _tool.ErrorLines);
    }

    [Fact]
    public void An_interruption_is_130_and_says_nothing()
    {
        Assert.Equal(130, _tool.Application.Guard(() => throw new TaskCanceledException()));
        Assert.Empty(_tool.Error);
    }

    [Fact]
    public void A_reader_of_standard_output_that_has_gone_is_no_error()
    {
        Assert.Equal(0, _tool.Application.Guard(() => throw new OutputClosedException(new IOException("Broken pipe"))));
        Assert.Empty(_tool.Error);
    }

    [Fact]
    public void Anything_else_is_one_line_and_3()
    {
        Assert.Equal(3, _tool.Application.Guard(() => throw new IOException("No space\nleft on device")));
        Assert.Equal(["error: No space left on device"], _tool.ErrorLines);
    }

    [Fact]
    public void Verbose_adds_the_trace()
    {
        _tool.Run("devices", "--verbose", "--config", "missing.yaml");
        Assert.Equal("error: missing.yaml: no such file", _tool.ErrorLines[0]);
        Assert.Contains("   at Rnnctl.", _tool.Error, StringComparison.Ordinal);
    }
}
