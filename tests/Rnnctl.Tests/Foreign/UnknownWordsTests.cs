using System.Text.Json;

namespace Rnnctl.Tests.Foreign;

/// <summary>Slips that turn a text into unknown symbols: each is named, none is silent.</summary>
public sealed class UnknownWordsTests : IDisposable
{
    private const string Sources = "The low bird\nThe slow bird\nA low tree\nA slow tree\n";
    private const string Targets = "der tiefe vogel\nder langsame vogel\nein tiefer baum\nein langsamer baum\n";
    private readonly TemporaryFolder _folder = new();
    private readonly string _source, _target;

    public UnknownWordsTests()
    {
        _source = _folder.Write("train.en", Repeated(Sources));
        _target = _folder.Write("train.de", Repeated(Targets));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Vocabulary_made_in_lower_case_is_refused_where_case_is_kept()
    {
        Vocabulary(_source, "lower", "--lowercase");
        var tool = new InProcessTool();
        Assert.Equal(2, Train(tool, "--src-vocab", _folder["lower"]));
        Assert.Contains("lower/vocab.json: the vocabulary was made with --lowercase", tool.Error, StringComparison.Ordinal);
        Assert.Equal(0, Train(new InProcessTool(), "--src-vocab", _folder["lower"], "--lowercase"));
    }

    [Fact]
    public void Vocabulary_of_segments_without_its_merges_is_a_warning()
    {
        Vocabulary(_source, "segments", "--bpe", "2");
        var tool = new InProcessTool();
        Assert.Equal(0, Train(tool, "--src-vocab", _folder["segments/vocab.txt"]));
        Assert.Contains("warning: 66.7% of the source symbols of --train are unknown, most often ", tool.Error, StringComparison.Ordinal);
        Assert.Contains("give the directory that rnnctl vocab made, not its vocab.txt", tool.Error, StringComparison.Ordinal);
        Assert.Contains("symbols, 66.7% and 0.0% unknown; ", tool.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("words", "are source and target, or their vocabularies, swapped?")]
    [InlineData("segments", "swapped")]
    public void Swapped_vocabularies_are_a_warning(string kind, string warning)
    {
        string[] options = kind == "segments" ? ["--bpe", "30"] : [];
        Vocabulary(_source, "en", options);
        Vocabulary(_target, "de", options);
        var tool = new InProcessTool();
        Assert.Equal(0, Train(tool, "--src-vocab", _folder["de"], "--tgt-vocab", _folder["en"]));
        Assert.Contains(tool.ErrorLines, line => line.StartsWith("warning: ", StringComparison.Ordinal) && line.Contains(warning, StringComparison.Ordinal));
    }

    [Fact]
    public void Vocabulary_with_counts_knows_the_words()
    {
        var tool = new InProcessTool();
        Assert.Equal(0, Train(tool, "--src-vocab", _folder.Write("counts", "The\t24\nlow\t24\nbird\t24\nslow\t24\nA\t24\ntree\t24\n")));
        Assert.Contains("symbols, 0.0% and 0.0% unknown; 9 source symbols", tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Translator_tells_the_share_of_unknown_symbols()
    {
        Assert.Equal(0, Train(new InProcessTool()));
        string source = _folder.Write("test.en", "The low dog\nA bird\n"), target = _folder.Write("test.de", "der tiefe hund\nein vogel\n");
        using JsonDocument result = JsonDocument.Parse(InProcessTool.Done("eval", _folder["model"], source, target, "--json", "--max-length", "3"));
        Assert.Equal(0.2, result.RootElement.GetProperty("source_unknown_share").GetDouble());
        Assert.Equal(0.2, result.RootElement.GetProperty("target_unknown_share").GetDouble());

        var tool = new InProcessTool("The dog <s>\n");
        Assert.Equal(0, tool.Run("translate", _folder["model"], "--max-length", "3"));
        string[] lines = [.. tool.ErrorLines.Where(line => !line.Contains("cut at --max-length", StringComparison.Ordinal))];
        Assert.Equal("unknown: 2 of 3 source symbols (66.7%), most often dog (1), <s> (1)", lines[0]);
        Assert.StartsWith("warning: 1 word <s> or </s> among the source symbols: read as unknown words", lines[1], StringComparison.Ordinal);

        var swapped = new InProcessTool(Repeated(Targets));
        Assert.Equal(0, swapped.Run("translate", _folder["model"], "--max-length", "3", "--quiet"));
        Assert.Single(swapped.ErrorLines, line => line.Contains("swapped?", StringComparison.Ordinal));
    }

    [Fact]
    public void Tagger_tells_the_share_of_unknown_tokens()
    {
        string train = _folder.Write("train.conll", string.Concat(Enumerable.Repeat("the D\nbird N\n\na D\ntree N\n\n", 6)));
        string test = _folder.Write("test.conll", "The D\nbird N\n\nA D\ntree N\n\n");
        InProcessTool.Done("train", "--train", train, "--output", _folder["tagger"], "--hidden", "4", "--embedding", "4", "--epochs", "1");
        using JsonDocument result = JsonDocument.Parse(InProcessTool.Done("eval", _folder["tagger"], test, "--json"));
        Assert.Equal(0.5, result.RootElement.GetProperty("unknown_share").GetDouble());

        var tool = new InProcessTool(string.Concat(Enumerable.Repeat("The bird\nA tree\n", 5)));
        Assert.Equal(0, tool.Run("tag", _folder["tagger"]));
        Assert.Equal("unknown: 10 of 20 tokens (50.0%), most often The (5), A (5)", tool.ErrorLines[0]);
        Assert.EndsWith("the vocabulary has no capital letter: put the text into lower case, in training with --lowercase", tool.ErrorLines[1]);
    }

    private static string Repeated(string lines) => string.Concat(Enumerable.Repeat(lines, 12));

    private void Vocabulary(string text, string directory, params string[] options) =>
        InProcessTool.Done(["vocab", text, "--output", _folder[directory], .. options]);

    private int Train(InProcessTool tool, params string[] options) => tool.Run(
    [
        "train", "--task", "translate", "--train", _source, _target, "--output", _folder["model"], "--overwrite", "--hidden", "4", "--embedding", "4",
        "--epochs", "1", .. options,
    ]);
}
