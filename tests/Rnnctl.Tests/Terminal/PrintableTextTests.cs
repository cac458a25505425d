using System.Text;
using Rnnctl.Terminal;

namespace Rnnctl.Tests.Terminal;

public class PrintableTextTests
{
    [Theory]
    [InlineData("plain, 我 é 😀", "plain, 我 é 😀")]
    [InlineData("a\nb\r\n\tc", @"a\nb\r\n\tc")]
    [InlineData("\u001B[31mred\u0007\u007F", @"\x1B[31mred\x07\x7F")]
    [InlineData("\u009B31m \u0085", @"\x9B31m \x85")]
    [InlineData("user\u202Egpj.exe\u2066 \u2028 \u2029", @"user\u202Egpj.exe\u2066 \u2028 \u2029")]
    public void Characters_that_a_terminal_would_interpret_are_escaped(string text, string printable) => Assert.Equal(printable, PrintableText.Of(text));

    [Fact]
    public void Lone_surrogates_are_escaped() => Assert.Equal(@"\uD83D and \uDE00", PrintableText.Of("\uD83D and \uDE00"));

    [Fact]
    public void Long_message_keeps_its_beginning_and_its_end()
    {
        string message = PrintableText.Message("error: " + new string('x', 1_000_000) + " the end");
        Assert.InRange(message.Length, 100, 2100);
        Assert.StartsWith("error: xxx", message, StringComparison.Ordinal);
        Assert.EndsWith("xxx the end", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_of_a_table_stays_one_line()
    {
        var text = new StringBuilder();
        using var table = new PrintableWriter(new StringWriter(text) { NewLine = "\n" });
        table.WriteLine("a\nb");
        table.WriteLine("\u001Bc");
        Assert.Equal("a\\nb\n\\x1Bc\n", text.ToString());
    }

    [Fact]
    public void Messages_and_tables_of_every_verb_are_printable()
    {
        using var folder = new TemporaryFolder();
        const string Label = "B-\u001B[31mred";
        string corpus = folder.Write("c.tsv", $"tokens\tlabels\na b\tO {Label}\n");
        var tool = new InProcessTool();
        string model = folder["m\u001B"];
        Assert.Equal(0, tool.Run("train", "--train", corpus, "--epochs", "1", "--hidden", "2", "--threads", "1", "--output", model));
        Assert.Equal(0, tool.Run("eval", model, corpus, "--confusion"));
        Assert.Equal(0, tool.Run("inspect", model));
        Assert.Equal(0, tool.Run("gradcheck", "--model", model));
        Assert.Equal(2, tool.Run("tag", folder["none\nhere\u001B"]));
        Assert.Equal(2, tool.Run("train", "--h\u001B"));
        Assert.Equal(2, tool.Run("train", "--config", folder.Write("o.yaml", "\"\\e[31m\": 1\n")));
        string shown = tool.Output + tool.Error;
        Assert.DoesNotContain('\u001B', shown);
        Assert.Contains(@"\x1B[31mred: precision:", tool.Output, StringComparison.Ordinal);
        Assert.Contains(@"none\nhere\x1B: no such directory", tool.Error, StringComparison.Ordinal);
    }
}
