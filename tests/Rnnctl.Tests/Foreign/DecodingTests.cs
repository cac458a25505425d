using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Foreign;

/// <summary>What users of other tools saw in the output of translators and language models.</summary>
public sealed class DecodingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Translation_that_is_cut_is_a_warning_with_its_line()
    {
        string file = _folder.Write("in", "a b\n\na b c d e f\n"), other = _folder.Write("other", "f e d c b a\n");
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("translate", ReverseModel.Path, file, other, "--max-length", "3"));
        Assert.Equal(
            [
                $"warning: {file}:3: the translation was cut at --max-length, 3 symbols",
                $"warning: {other}:1: the translation was cut at --max-length, 3 symbols",
            ],
            tool.ErrorLines);
        Assert.Equal("b a", tool.OutputLines[0]);
        tool = new InProcessTool();
        tool.Run("translate", ReverseModel.Path, other, "--max-length", "3", "--beam", "4", "--nbest", "4");
        int cut = tool.OutputLines.Count(line => line.Split('\t')[1].Split(' ').Length == 3);
        Assert.InRange(cut, 1, 4);
        Assert.Equal($"warning: {other}:1: {cut} of 4 translations were cut at --max-length, 3 symbols", Assert.Single(tool.ErrorLines));
    }

    [Fact]
    public void Eval_tells_how_many_translations_are_cut()
    {
        var tool = new InProcessTool();
        string source = _folder.Write("src", "a b\na b c d\nb\nd c b a\n"), target = _folder.Write("tgt", "b a\nd c b a\nb\na b c d\n");
        Assert.Equal(0, tool.Run("eval", ReverseModel.Path, source, target, "--max-length", "3", "--quiet"));
        Assert.Equal("warning: 2 translations cut at --max-length, 3 symbols, first that of sentence 2", Assert.Single(tool.ErrorLines));
    }

    [Fact]
    public void Best_translations_have_different_texts()
    {
        string[] texts = Translations(ReverseModel.WithoutAttention, "--nbest", "200", "--beam", "200");
        Assert.Equal(200, texts.Length);
        Assert.Equal(texts.Distinct(), texts);
    }

    [Theory]
    [InlineData("--beam 1")]
    [InlineData("--nbest 8 --beam 8")]
    [InlineData("--sample --nbest 20")]
    public void Translation_without_the_unknown_symbol(string options)
    {
        Assert.Contains(Translations(ReverseModel.OfOtherVocabulary, options.Split(' ')), text => text.Contains("<unk>", StringComparison.Ordinal));
        Assert.DoesNotContain(
            Translations(ReverseModel.OfOtherVocabulary, [.. options.Split(' '), "--no-unknown"]), text => text.Contains("<unk>", StringComparison.Ordinal));
    }

    [Fact]
    public void Unknown_symbol_that_is_never_chosen_cannot_be_replaced() => Assert.Equal(
        "--no-unknown and --replace-unknown exclude each other", Refusal.Of("translate", "model", "--no-unknown", "--replace-unknown"));

    [Fact]
    public void Barely_trained_language_model_draws_no_begin_symbol()
    {
        string text = _folder.Write("text", string.Concat(Enumerable.Repeat("the cat sat\na dog ran\nonce\n", 9)) + "rare\n");
        InProcessTool.Done(
            "train", "--task", "lm", "--train", text, "--output", _folder["lm"], "--hidden", "4", "--embedding", "4", "--epochs", "1", "--min-count", "2",
            "--threads", "1", "--quiet");
        string[] words = InProcessTool.Done("sample", _folder["lm"], "--count", "100", "--max-length", "9").Split((char[])[' ', '\n']);
        Assert.DoesNotContain("<s>", words);
        Assert.Contains("<unk>", words);
        Assert.DoesNotContain("<unk>", InProcessTool.Done("sample", _folder["lm"], "--count", "100", "--no-unknown"), StringComparison.Ordinal);
    }

    private string[] Translations(string model, params string[] options)
    {
        string[] lines = InProcessTool.Done(["translate", model, _folder.Write("in", "a b c d e f\n"), "--max-length", "12", .. options]).Split('\n')[..^1];
        return options.Contains("--nbest") ? [.. lines.Select(line => line.Split('\t')[1])] : lines;
    }
}
