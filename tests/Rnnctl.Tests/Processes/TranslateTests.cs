using System.Globalization;
using System.Text.Json;

namespace Rnnctl.Tests.Processes;

/// <summary><c>rnnctl translate</c> as a filter.</summary>
public sealed class TranslateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void First_line_is_answered_before_the_input_ends()
    {
        using var tool = new RunningTool("translate", ReverseModel.Path, "--threads", "1");
        tool.WriteLine("a b c");
        Assert.Equal("c b a", tool.ReadLine());
        tool.WriteLine("");
        Assert.Equal("", tool.ReadLine());
        tool.WriteLine("d a");
        Assert.Equal("a d", tool.ReadLine());
        ToolProcess end = tool.End();
        Assert.Equal((0, "", ""), (end.ExitCode, end.Output, end.Error));
    }

    [Fact]
    public void Interruption_gives_130()
    {
        if (OperatingSystem.IsWindows()) return;
        using var tool = new RunningTool("translate", ReverseModel.Path, "--threads", "1");
        tool.WriteLine("a b c");
        Assert.Equal("c b a", tool.ReadLine());
        tool.Signal("INT");
        ToolProcess end = tool.AwaitEnd();
        Assert.Equal((130, "", ""), (end.ExitCode, end.Output, end.Error));
    }

    [Fact]
    public void Closed_pipe_ends_the_filter_without_a_message()
    {
        if (OperatingSystem.IsWindows()) return;
        string lines = _folder.Write("many.txt", string.Concat(Enumerable.Repeat("a b c\n", 20_000)));
        string tool = $"'{ToolProcess.Dotnet}' exec '{ToolProcess.Tool}' translate '{ReverseModel.Path}' --beam 1";
        ToolProcess run = ToolProcess.Run("bash", ["-c", $"{tool} < '{lines}' | head -1; echo ${{PIPESTATUS[0]}}"]);
        Assert.Equal("c b a\n0\n", run.Output);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("a b\n\nc d\n", "b a||d c")]
    [InlineData("a b\r\n\r\nc d\r\n", "b a||d c")]
    [InlineData("a b\n \t\n  c  d", "b a||d c")]
    [InlineData("\n", "")]
    [InlineData("\n\n\n", "||")]
    public void Every_input_line_gives_one_output_line(string input, string output)
    {
        var tool = new InProcessTool(input);
        Assert.Equal(0, tool.Run("translate", ReverseModel.Path));
        Assert.Equal(output.Split('|'), tool.OutputLines);
        Assert.Empty(tool.Error);
    }

    [Fact]
    public void Empty_input_gives_empty_output() => Assert.Empty(InProcessTool.Done("translate", ReverseModel.Path, _folder.Write("empty.txt", "")));

    [Fact]
    public void Lines_of_all_lengths_keep_their_order()
    {
        string[] lines = ReverseModel.Sequences(1000, seed: 5);
        string input = _folder.Write("lines.txt", string.Join('\n', lines) + "\n");
        string[] together = Translated(input, "--batch-size", "64");
        Assert.Equal(1000, together.Length);
        Assert.InRange(lines.Zip(together).Count(pair => ReverseModel.Reversed(pair.First) == pair.Second), 970, 1000);
        Assert.Equal(together, Translated(input, "--batch-size", "1"));
        Assert.Equal(together, Translated(input, "--batch-size", "7"));
    }

    [Fact]
    public void Several_files_are_read_one_after_the_other()
    {
        string first = _folder.Write("first.txt", "a b\nc d"), second = _folder.Write("second.txt", "e f\n");
        Assert.Equal(["b a", "d c", "f e", "b a", "d c"], Lines(InProcessTool.Done("translate", ReverseModel.Path, first, second, first)));
        string[] numbered = Lines(InProcessTool.Done("translate", ReverseModel.Path, first, second, "--nbest", "1"));
        Assert.Equal(["0", "1", "2"], numbered.Select(line => line.Split('\t')[0]));
    }

    [Fact]
    public void Nbest_prints_number_translation_log_probability_and_score()
    {
        string input = _folder.Write("lines.txt", "a b c\n\nd\n");
        string[][] rows = [.. Translated(input, "--nbest", "3", "--beam", "4").Select(line => line.Split('\t'))];
        Assert.Equal(["0", "0", "0", "1", "2", "2", "2"], rows.Select(row => row[0]));
        Assert.Equal(["c b a", "d"], [rows[0][1], rows[4][1]]);
        Assert.Equal(["1", "", "0.0000", "0.0000"], rows[3]);
        foreach (int first in (int[])[0, 4])
        {
            double[] scores = [.. rows[first..(first + 3)].Select(row => double.Parse(row[3], CultureInfo.InvariantCulture))];
            Assert.Equal(scores.OrderDescending(), scores);
            Assert.Equal(3, rows[first..(first + 3)].Select(row => row[1]).Distinct().Count());
        }

        double logProbability = double.Parse(rows[0][2], CultureInfo.InvariantCulture);
        Assert.Equal(logProbability / ((5 + 4) / 6.0), double.Parse(rows[0][3], CultureInfo.InvariantCulture), 1e-4);
        Assert.Equal(rows[0][1], Translated(input)[0]);
    }

    [Fact]
    public void Json_has_one_object_per_line()
    {
        string input = _folder.Write("lines.txt", "a b\n\nü \"a\n");
        JsonElement[] lines = [.. Translated(input, "--json", "--nbest", "2", "--alignments").Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["a b", "", "ü \"a"], lines.Select(line => line.GetProperty("source").GetString()));
        Assert.Equal([2, 1, 2], lines.Select(line => line.GetProperty("translations").GetArrayLength()));
        JsonElement best = lines[0].GetProperty("translations")[0];
        Assert.Equal(["text", "log_probability", "score", "alignment"], best.EnumerateObject().Select(entry => entry.Name));
        Assert.Equal("b a", best.GetProperty("text").GetString());
        Assert.Equal([0, 1], best.GetProperty("alignment").EnumerateArray().Select(pair => pair[1].GetInt32()));
        Assert.Contains("ü", Translated(input, "--json")[2], StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(Translated(input, "--json")[0]).RootElement
            .GetProperty("translations")[0].GetProperty("alignment").ValueKind);
    }

    [Fact]
    public void Sampled_translations_depend_only_on_the_seed()
    {
        string input = _folder.Write("lines.txt", string.Join('\n', ReverseModel.Sequences(60, seed: 6)) + "\n");
        string[] options = ["--sample", "--temperature", "2", "--nbest", "2", "--max-length", "12"];
        string[] drawn = Translated(input, [.. options, "--seed", "3"]);
        Assert.Equal(120, drawn.Length);
        Assert.Equal(drawn, Translated(input, [.. options, "--seed", "3", "--batch-size", "5"]));
        Assert.NotEqual(drawn, Translated(input, [.. options, "--seed", "4"]));
        Assert.Equal(Translated(input, "--beam", "1"), Translated(input, "--sample", "--top-k", "1"));
    }

    [Fact]
    public void Ensemble_of_a_model_with_itself_gives_the_same_translations()
    {
        string input = _folder.Write("lines.txt", string.Join('\n', ReverseModel.Sequences(50, seed: 7)) + "\n");
        string[] alone = Translated(input), together = Translated(input, "--ensemble", ReverseModel.Path);
        Assert.Equal(alone, together);
    }

    [Fact]
    public void Every_target_word_is_aligned_with_a_source_word()
    {
        string input = _folder.Write("lines.txt", "a b c d\n\ne\n");
        string[][] rows = [.. Translated(input, "--alignments").Select(line => line.Split('\t'))];
        Assert.Equal(["d c b a", "", "e"], rows.Select(row => row[0]));
        Assert.Matches("^[0-3]-0 [0-3]-1 [0-3]-2 [0-3]-3$", rows[0][1]);
        Assert.Equal(["", "0-0"], [rows[1][1], rows[2][1]]);
    }

    [Fact]
    public void Each_sentence_with_words_gets_a_picture_in_a_new_directory()
    {
        string input = _folder.Write("lines.txt", "a b c d\n\ne\n"), pictures = Path.Combine(_folder.Root, "new", "pictures");
        Assert.Equal(["d c b a", "", "e"], Translated(input, "--attention-svg", pictures));
        Assert.Equal(["sentence-0.svg", "sentence-2.svg"], Directory.GetFiles(pictures).Select(Path.GetFileName).Order());
        Assert.Contains("<svg", File.ReadAllText(Path.Combine(pictures, "sentence-2.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_beginning_of_a_very_long_line_is_translated_with_a_warning()
    {
        string input = _folder.Write("lines.txt", "a b\n" + string.Concat(Enumerable.Repeat("a ", 10_001)) + "\nc d\n");
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("translate", ReverseModel.Path, input, "--max-length", "5", "--alignments", "--quiet"));
        Assert.Equal(3, tool.OutputLines.Length);
        Assert.Equal(["b a", "d c"], [tool.OutputLines[0].Split('\t')[0], tool.OutputLines[2].Split('\t')[0]]);
        Assert.Equal(
            [
                $"warning: {input}:2: only the first 10000 of 10001 symbols are translated",
                $"warning: {input}:2: the translation was cut at --max-length, 5 symbols",
            ],
            tool.ErrorLines);
    }

    private static string[] Translated(string input, params string[] options) =>
        Lines(InProcessTool.Done(["translate", ReverseModel.Path, input, "--threads", "1", .. options]));

    private static string[] Lines(string output) => output.Split('\n')[..^1];
}
