using System.Globalization;

namespace Rnnctl.Tests.Processes;

/// <summary><c>rnnctl tag</c> as a filter.</summary>
public sealed class TagTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void First_line_is_answered_before_the_input_ends()
    {
        using var tool = new RunningTool("tag", SlotsModel.Path);
        tool.WriteLine("arrive Taipei on November 2nd");
        Assert.Equal("arrive Taipei on November 2nd\tO B-destination O B-date I-date", tool.ReadLine());
        tool.WriteLine("leave Taipei on November 2nd");
        Assert.Equal("leave Taipei on November 2nd\tO B-departure O B-date I-date", tool.ReadLine());
        ToolProcess end = tool.End();
        Assert.Equal((0, "", ""), (end.ExitCode, end.Output, end.Error));
    }

    [Fact]
    public void Closed_pipe_ends_the_filter_without_a_message()
    {
        if (OperatingSystem.IsWindows()) return;
        string sentences = _folder.Write("many.txt", string.Concat(Enumerable.Repeat("leave Taipei on November 2nd\n", 20_000)));
        string tool = $"'{ToolProcess.Dotnet}' exec '{ToolProcess.Tool}' tag '{SlotsModel.Path}'";
        ToolProcess run = ToolProcess.Run("bash", ["-c", $"{tool} < '{sentences}' | head -1; echo ${{PIPESTATUS[0]}}"]);
        Assert.Equal("leave Taipei on November 2nd\tO B-departure O B-date I-date\n0\n", run.Output);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("leave Taipei\n\nto Osaka\n", 3)]
    [InlineData("leave Taipei\r\n\r\nto Osaka\r\n", 3)]
    [InlineData("leave Taipei\n\nto Osaka", 3)]
    [InlineData("\n", 1)]
    [InlineData("\n\n\n", 3)]
    [InlineData("", 0)]
    public void Every_input_line_gives_one_output_line(string input, int lines)
    {
        var tool = new InProcessTool(input);
        Assert.Equal(0, tool.Run("tag", SlotsModel.Path, "--output-format", "labels"));
        Assert.Equal(lines, tool.OutputLines.Length);
        string[] tokens = input.TrimEnd('\n').Replace("\r", "", StringComparison.Ordinal).Split('\n');
        Assert.All(tool.OutputLines.Zip(tokens), pair => Assert.Equal(Words(pair.Second), Words(pair.First)));
        Assert.All(tool.ErrorLines, line => Assert.StartsWith("unknown: 1 of 4 tokens", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Sentences_of_all_lengths_keep_their_order()
    {
        string[] sentences = [.. File.ReadLines(SlotsModel.Validation).Skip(1).Select(line => line.Split('\t')[0])];
        string all = _folder.Write("all.txt", string.Join('\n', sentences) + "\n");
        string[] together = Lines(InProcessTool.Done("tag", SlotsModel.Path, all));
        Assert.Equal(sentences, together.Select(line => line.Split('\t')[0]));

        string one = _folder.Write("one.txt", sentences[17] + "\n");
        Assert.Equal(together[17], Assert.Single(Lines(InProcessTool.Done("tag", SlotsModel.Path, one))));
    }

    [Fact]
    public void Several_files_are_read_one_after_the_other()
    {
        string first = _folder.Write("first.txt", "leave Taipei\nto Osaka");
        string second = _folder.Write("second.txt", "arrive Taipei\n");
        string[] lines = Lines(InProcessTool.Done("tag", SlotsModel.Path, first, second, first));
        Assert.Equal(["leave Taipei", "to Osaka", "arrive Taipei", "leave Taipei", "to Osaka"], lines.Select(line => line.Split('\t')[0]));
    }

    [Fact]
    public void Large_input_gives_one_label_per_token()
    {
        var random = new Random(7);
        string[] sentences = [.. Enumerable.Range(0, 20_000).Select(_ => string.Join(' ', Enumerable.Repeat("Taipei", random.Next(21))))];
        sentences[3] = string.Join(' ', Enumerable.Repeat("leave", 5_000));
        string input = _folder.Write("long.txt", string.Join('\n', sentences) + "\n");
        string[] lines = Lines(InProcessTool.Done("tag", SlotsModel.Path, input, "--output-format", "labels", "--threads", "1"));
        Assert.Equal(sentences.Select(Words), lines.Select(Words));
    }

    [Theory]
    [InlineData("tsv", 1, 25_001)]
    [InlineData("labels", 0, 25_001)]
    [InlineData("slash", 0, 25_001)]
    public void Very_long_sentence_is_labelled_in_parts_with_a_warning(string format, int column, int tokens)
    {
        string sentence = string.Join(' ', Enumerable.Range(0, tokens).Select(token => token % 3 == 0 ? "Taipei" : "leave"));
        var tool = new InProcessTool($"leave Taipei\n{sentence}\nto Osaka\n");
        Assert.Equal(0, tool.Run("tag", SlotsModel.Path, "--output-format", format));
        Assert.Equal([2, tokens, 2], tool.OutputLines.Select(line => Words(line.Split('\t')[column])));
        Assert.Equal(
            [$"warning: standard input:2: a sentence of {tokens} tokens, labelled in independent parts of 10000 tokens"], tool.ErrorLines[..1]);
    }

    [Fact]
    public void Part_of_a_long_sentence_is_labelled_independently()
    {
        string part = string.Join(' ', Enumerable.Repeat("leave Taipei to Osaka on", 2_000));
        string alone = Assert.Single(Lines(InProcessTool.Done("tag", SlotsModel.Path, _folder.Write("part.txt", part))));
        string input = _folder.Write("parts.txt", $"{part} {part} leave Taipei");
        string[] columns = Assert.Single(Lines(InProcessTool.Done("tag", SlotsModel.Path, input, "--probabilities"))).Split('\t');
        string labels = alone.Split('\t')[1];
        Assert.Equal($"{labels} {labels} O B-departure", columns[1]);
        Assert.Equal(20_002, Words(columns[2]));
    }

    [Fact]
    public void Nbest_labels_only_the_beginning_of_a_very_long_sentence()
    {
        string sentence = string.Join(' ', Enumerable.Repeat("leave", 10_001));
        var tool = new InProcessTool($"{sentence}\nleave Taipei\n");
        Assert.Equal(0, tool.Run("tag", SlotsModel.Path, "--nbest", "2"));
        int[] expected = [10_000, 10_000, 2, 2];
        Assert.Equal(expected, tool.OutputLines.Select(line => Words(line.Split('\t')[0])));
        Assert.Equal(["warning: standard input:1: a sentence of 10001 tokens, of which --nbest labels the first 10000"], tool.ErrorLines);
    }

    [Fact]
    public void Probabilities_are_printed_after_the_labels()
    {
        var tool = new InProcessTool("leave Taipei\n\n");
        Assert.Equal(0, tool.Run("tag", SlotsModel.Path, "--probabilities"));
        string[] columns = tool.OutputLines[0].Split('\t');
        Assert.Equal(["leave Taipei", "O B-departure"], columns[..2]);
        Assert.All(columns[2].Split(' '), text => Assert.InRange(double.Parse(text, CultureInfo.InvariantCulture), 0.5, 1));
        Assert.Equal(2, columns[2].Split(' ').Length);
        Assert.Equal(2, tool.OutputLines.Length);
    }

    private static int Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    private static string[] Lines(string output) => output.Split('\n')[..^1];
}
