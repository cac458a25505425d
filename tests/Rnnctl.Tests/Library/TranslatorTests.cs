using System.Text.Json;
using Rnnctl.Inference.Library;

namespace Rnnctl.Tests.Library;

/// <summary>The library's translators, held against the tool.</summary>
public sealed class TranslatorTests : IDisposable
{
    private readonly ToolAnswers _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("reverse")]
    [InlineData("contextual")]
    public void Translations_are_those_that_the_tool_prints(string model)
    {
        string path = TrainedModels.Translator(model);
        string[] sentences = TrainedModels.Sentences(model), expected = _tool.Lines("translate", path, sentences);
        using var translator = Translator.Open(path, new ModelOptions { Threads = 2 });
        Assert.Equal(expected, sentences.Select(text => translator.Translate(text).Text));
        Assert.Equal(expected, translator.Translate(sentences).Select(one => one.Text));
    }

    [Fact]
    public void Best_translations_are_those_that_the_tool_prints_with_the_same_options()
    {
        string path = TrainedModels.Translator("reverse");
        string[] sentences = TrainedModels.Sentences("reverse");
        JsonElement[] expected = _tool.Json(
            "translate", path, sentences, "--json", "--nbest", "3", "--beam", "4", "--length-penalty", "0.5", "--coverage-penalty", "0.3",
            "--max-length", "3");
        using var translator = Translator.Open(path);
        var options = new TranslationOptions { Beam = 4, LengthPenalty = 0.5, CoveragePenalty = 0.3, MaxLength = 3 };
        for (int sentence = 0; sentence < sentences.Length; sentence++)
        {
            JsonElement[] rows = [.. expected[sentence].GetProperty("translations").EnumerateArray()];
            IReadOnlyList<Translation> best = translator.TranslateBest(sentences[sentence], count: 3, options);
            Assert.Equal(rows.Select(row => row.GetProperty("text").GetString()), best.Select(one => one.Text));
            Assert.All(rows.Zip(best), pair => Assert.Equal(pair.First.GetProperty("log_probability").GetDouble(), pair.Second.LogProbability, 1e-4));
            Assert.All(rows.Zip(best), pair => Assert.Equal(pair.First.GetProperty("score").GetDouble(), pair.Second.Score, 1e-4));
        }

        Assert.True(translator.Translate("a b c d e", options).IsCut);
        Assert.False(translator.Translate("a b", options).IsCut);
        Assert.True(translator.Translate("a b c d e").Text.Length > "a b c".Length, "the options of the call before were taken");
    }

    [Theory]
    [InlineData("reverse")]
    [InlineData("contextual")]
    public void Scores_are_those_that_the_tool_prints(string model)
    {
        string path = TrainedModels.Translator(model);
        string[] sources = TrainedModels.Sentences(model), targets = [.. sources.Skip(1).Append("a b")];
        string pairs = _tool.Write("pairs.tsv", string.Concat(sources.Zip(targets, (source, target) => $"{source}\t{target}\n")));
        string[] expected = ToolAnswers.OfFile("score", path, pairs, "--words");
        using var translator = Translator.Open(path);
        Assert.Equal(expected, sources.Zip(targets, (source, target) => Scores.Line(translator.Score(source, target))));
        Assert.Equal(expected, translator.Score(sources, targets).Select(Scores.Line));
    }

    [Fact]
    public void A_line_break_is_a_blank()
    {
        using var translator = Translator.Open(TrainedModels.Translator("reverse"));
        Assert.Equal(translator.Translate("a b c").Text, translator.Translate("a b\r\nc\n").Text);
        Assert.Equal("", translator.Translate(" \n").Text);
    }

    [Fact]
    public void Options_out_of_range_are_wrong_arguments()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TranslationOptions { Beam = 0 });
        ArgumentException wide = Assert.Throws<ArgumentOutOfRangeException>(() => new TranslationOptions { Beam = 1001 });
        Assert.Equal("expected a number from 1 to 1000, found 1001 (Parameter 'Beam')", wide.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TranslationOptions { LengthPenalty = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TranslationOptions { LengthPenalty = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TranslationOptions { CoveragePenalty = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TranslationOptions { MaxLength = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelOptions { Threads = 0 });
        using var translator = Translator.Open(TrainedModels.Translator("reverse"));
        Assert.Throws<ArgumentOutOfRangeException>(() => translator.TranslateBest("a", count: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => translator.TranslateBest("a", count: 6));
        Assert.Throws<ArgumentException>(() => translator.Score(["a"], ["a", "b"]));
        ArgumentException mistake = Assert.Throws<ArgumentException>(() => translator.Translate(string.Concat(Enumerable.Repeat("a ", 10_001))));
        Assert.StartsWith("expected a text of at most 10000 symbols, found 10001", mistake.Message, StringComparison.Ordinal);
        Assert.Equal(5, translator.TranslateBest("a b c", count: 5).Count);
    }
}
