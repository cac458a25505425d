using System.Text;
using Rnnctl.Terminal;

namespace Rnnctl.Tests.Terminal;

public class CountDisplayTests
{
    private readonly StringBuilder _error = new();

    [Fact]
    public void Terminal_shows_a_bar_with_the_count_and_the_time_left()
    {
        Show(terminal: true, quiet: false);
        string shown = _error.ToString();
        Assert.Contains("25%", shown, StringComparison.Ordinal);
        Assert.Contains("500 of 2,000 points  0:0", shown, StringComparison.Ordinal);
        Assert.Contains(" left", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Without_a_terminal_or_with_quiet_nothing_is_shown(bool terminal, bool quiet)
    {
        Show(terminal, quiet);
        Assert.Empty(_error.ToString());
    }

    private void Show(bool terminal, bool quiet)
    {
        var console = new ToolConsole(TextWriter.Null, () => new StringWriter(_error), () => Stream.Null) { ErrorIsTerminal = terminal, Quiet = quiet };
        using var display = new CountDisplay(console, total: 2000, "points");
        for (int point = 0; point < 500; point++) display.OneDone();
    }
}
