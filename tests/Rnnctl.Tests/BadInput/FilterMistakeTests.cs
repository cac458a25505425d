using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.BadInput;

/// <summary>A malformed line ends a filter, after it has answered the lines before.</summary>
public sealed class FilterMistakeTests : IDisposable
{
    private const int GoodLines = 300;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("text", "leave Taipei")]
    [InlineData("slash", "leave/O Taipei/B")]
    [InlineData("conll", "leave\tO\nTaipei\tO\n")]
    public void Tag_labels_the_lines_before_a_bad_byte(string format, string sentence)
    {
        string file = Broken(sentence);
        int badLine = (GoodLines * (sentence.Count('\n') + 1)) + 1;
        AssertAnswered($"{file}:{badLine}: expected UTF-8 text", GoodLines, "tag", SlotsModel.Path, file, "--format", format, "--output-format", "labels");
    }

    [Fact]
    public void Tag_labels_the_lines_before_a_malformed_line()
    {
        string file = _folder.Write("slashed", "a/O\nb/O\nwithout\nc/O\n");
        AssertAnswered($"{file}:3: expected token/label, found 'without'", 2, "tag", SlotsModel.Path, file, "--format", "slash");
    }

    [Fact]
    public void Translate_translates_the_lines_before_a_bad_byte() =>
        AssertAnswered($"{Broken("a b")}:{GoodLines + 1}: expected UTF-8 text", GoodLines, "translate", ReverseModel.Path, Broken("a b"), "--beam", "1");

    [Fact]
    public void Files_after_a_malformed_file_are_not_read()
    {
        string good = _folder.Write("good", "leave Taipei\n");
        AssertAnswered($"{Broken("leave Taipei")}:{GoodLines + 1}: ", GoodLines + 1, "tag", SlotsModel.Path, good, Broken("leave Taipei"), good);
    }

    private static void AssertAnswered(string error, int lines, params string[] words)
    {
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run(words));
        Assert.Equal(lines, tool.OutputLines.Length);
        Assert.StartsWith($"error: {error}", Assert.Single(tool.ErrorLines), StringComparison.Ordinal);
    }

    private string Broken(string sentence)
    {
        byte[] good = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(sentence + "\n", GoodLines)));
        return _folder.Write("broken", [.. good, (byte)'b', 0xFF, (byte)'\n', .. good]);
    }
}
