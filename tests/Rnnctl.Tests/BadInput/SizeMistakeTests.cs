using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.BadInput;

/// <summary>Options and files that need too much memory are refused before it is allocated, with the responsible option.</summary>
public sealed class SizeMistakeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--hidden 20000", "--hidden 20000: the model would have 3,216,772,611 parameters (12.9 GB); a model has at most 2,147,418,112")]
    [InlineData(
        "--hidden 65536 --layers 256",
        "--hidden 65536: the model would have 26,319,881,908,547 parameters (105.3 TB); a model has at most 2,147,418,112")]
    [InlineData(
        "--hidden 2000 --layers 100",
        "--hidden 2000: the model would have 9,540,856,611 parameters (38.2 GB); a model has at most 2,147,418,112")]
    [InlineData(
        "--cell elman --hidden 2 --char-cell lstm --char-hidden 20000",
        "--char-hidden 20000: the model would have 3,204,494,446 parameters (12.8 GB); a model has at most 2,147,418,112")]
    public void Model_with_too_many_parameters_is_refused_with_the_responsible_option(string options, string message) =>
        Assert.Equal(message, Refusal.Of(["train", "--train", SlotsModel.Training, "--output", _folder["model"], .. options.Split(' ')]));

    [Fact]
    public void Large_vocabulary_with_a_wide_embedding_is_refused()
    {
        string words = string.Join(' ', Enumerable.Range(0, 40_000)), labels = string.Join(' ', Enumerable.Repeat("O", 40_000));
        string corpus = _folder.Write("words.tsv", $"tokens\tlabels\n{words}\t{labels}\n");
        Assert.StartsWith(
            "--embedding 65536: the model would have 2,621,571,073 parameters (10.5 GB)",
            Refusal.Of("train", "--train", corpus, "--output", _folder["model"], "--embedding", "65536", "--layers", "0"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Crf_with_too_many_labels_is_refused()
    {
        string labels = string.Join(' ', Enumerable.Range(0, 3001));
        string corpus = _folder.Write("labels.tsv", $"tokens\tlabels\n{labels}\t{labels}\n");
        Assert.Equal(
            "--crf: expected at most 3,000 labels, found 3,001: each token would cost 9,006,001 transitions",
            Refusal.Of("train", "--train", corpus, "--output", _folder["model"], "--crf"));
    }

    [Fact]
    public void Nbest_above_1000_is_refused() =>
        Assert.Equal("--nbest: expected a number of at most 1000, found 1001", Refusal.Of("tag", SlotsModel.Path, "--nbest", "1001"));

    [Theory]
    [InlineData("gradcheck --cell lstm --hidden 4 --projection 65536", "--projection 65536: the model would have ")]
    [InlineData("gradcheck --hidden 20000", "--hidden 20000: the model would have ")]
    [InlineData("gradcheck --cell lstm --hidden 20000 --task translate", "--hidden 20000: the model would have ")]
    public void Gradcheck_refuses_a_model_that_is_too_large(string words, string message) =>
        Assert.StartsWith(message, Refusal.Of(words.Split(' ')), StringComparison.Ordinal);

    [Fact]
    public void Benchmark_that_does_not_fit_in_memory_names_its_sizes() => Assert.StartsWith(
        "--hidden 8 --batch 65536 --steps 65536 do not fit: a tensor of [65536, 65536] would have 4,294,967,296 elements",
        Error("bench --cell elman --hidden 8 --batch 65536 --steps 65536 --seconds 0.001 --json"),
        StringComparison.Ordinal);

    [Fact]
    public void Sentence_too_long_for_attention_is_refused_with_the_number_of_weights()
    {
        string tokens = string.Join(' ', Enumerable.Repeat("a", 50_000));
        string corpus = _folder.Write("long.tsv", $"tokens\tlabels\n{tokens}\t{tokens}\n");
        string[] words = ["train", "--train", corpus, "--output", _folder["model"], "--self-attention", "1", "--hidden", "2", "--embedding", "2"];
        Assert.Equal(
            "a batch of 1 sentence and 50,000 tokens does not fit: attention over sequences of up to 50,000 tokens would have 2,500,000,000 weights, "
            + "at most 2,147,418,112 fit",
            Error(words));
    }

    private static string Error(string words) => Error(words.Split(' '));

    private static string Error(string[] words)
    {
        var tool = new InProcessTool();
        Assert.Equal(3, tool.Run(words));
        return Assert.Single(tool.ErrorLines, line => line.StartsWith("error: ", StringComparison.Ordinal))["error: ".Length..];
    }
}
