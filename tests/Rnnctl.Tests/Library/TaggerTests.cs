using System.Text.Json;
using Rnnctl.Inference.Library;

namespace Rnnctl.Tests.Library;

/// <summary>The library's taggers, held against the tool.</summary>
public sealed class TaggerTests : IDisposable
{
    private readonly ToolAnswers _tool = new();

    public static TheoryData<string> Models => ["slots", "iobes", "contextual"];

    public void Dispose() => _tool.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void Labels_and_probabilities_are_those_that_the_tool_prints(string model)
    {
        string[][] sentences = Sentences(model);
        JsonElement[] expected = _tool.Json(
            "tag", TrainedModels.Tagger(model), TrainedModels.Sentences(model), "--output-format", "json", "--probabilities");
        string[][] labels = [.. expected.Select(one => Strings(one.GetProperty("labels")))];
        using var tagger = Tagger.Open(TrainedModels.Tagger(model), new ModelOptions { Threads = 2 });
        Assert.Equal(labels, sentences.Select(tokens => tagger.Tag(tokens)));
        Assert.Equal(labels, tagger.Tag(sentences));
        Assert.All(labels.SelectMany(one => one), label => Assert.Contains(label, tagger.Labels));
        IReadOnlyList<IReadOnlyList<TaggedToken>> batch = tagger.TagWithProbabilities(sentences);
        for (int sentence = 0; sentence < sentences.Length; sentence++)
        {
            double[] probabilities = expected[sentence].TryGetProperty("probabilities", out JsonElement numbers)
                ? [.. numbers.EnumerateArray().Select(one => one.GetDouble())]
                : [];
            foreach (IReadOnlyList<TaggedToken> tagged in (IReadOnlyList<TaggedToken>[])[batch[sentence], tagger.TagWithProbabilities(sentences[sentence])])
            {
                Assert.Equal(sentences[sentence], tagged.Select(one => one.Token));
                Assert.Equal(labels[sentence], tagged.Select(one => one.Label));
                Assert.All(tagged.Zip(probabilities), pair => Assert.Equal(pair.Second, pair.First.Probability, 1e-4));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Scores_of_labels_are_those_that_the_tool_prints(string model)
    {
        string[][] sentences = [.. Sentences(model).Where(tokens => tokens.Length > 0)];
        using var tagger = Tagger.Open(TrainedModels.Tagger(model));
        IReadOnlyList<IReadOnlyList<string>> labels = tagger.Tag(sentences);
        string rows = string.Concat(sentences.Zip(labels, (tokens, given) => $"{string.Join(' ', tokens)}\t{string.Join(' ', given)}\n"));
        string[] expected = ToolAnswers.OfFile("score", TrainedModels.Tagger(model), _tool.Write("labelled.tsv", "tokens\tlabels\n" + rows));
        string[] found = [.. sentences.Zip(labels, (tokens, given) => $"{tagger.Score(tokens, given):0.0000}")];
        Assert.Equal(expected, found);
        Assert.Equal(double.NegativeInfinity, tagger.Score(["Taipei"], ["B-unheard-of"]));
        Assert.Equal(0, tagger.Score([], []));
    }

    [Theory]
    [InlineData("slots", 0)]
    [InlineData("contextual", 1)]
    public void Vectors_are_those_that_the_tool_prints(string model, int layer)
    {
        string[][] sentences = Sentences(model);
        JsonElement[] expected = _tool.Json("embed", TrainedModels.Tagger(model), TrainedModels.Sentences(model), "--layer", $"{layer}");
        using var tagger = Tagger.Open(TrainedModels.Tagger(model));
        IReadOnlyList<IReadOnlyList<ReadOnlyMemory<float>>> batch = tagger.Embed(sentences, layer);
        for (int sentence = 0; sentence < sentences.Length; sentence++)
        {
            Vectors.RequireEqual(expected[sentence], batch[sentence], tagger.LayerSizes[layer]);
            Vectors.RequireEqual(expected[sentence], tagger.Embed(sentences[sentence], layer), tagger.LayerSizes[layer]);
        }

        Assert.Equal(tagger.LayerSizes[^1], tagger.Embed(["a"])[0].Length);
    }

    [Fact]
    public void A_token_with_a_blank_is_one_token()
    {
        using var tagger = Tagger.Open(TrainedModels.Tagger("contextual"));
        Assert.Equal(2, tagger.Tag(["New York", "car"]).Count);
        Assert.Equal(2, tagger.Embed(["New York", "car"]).Count);
    }

    [Fact]
    public void A_sentence_of_more_than_ten_thousand_tokens_is_labelled_in_parts()
    {
        string[] tokens = [.. Enumerable.Range(0, 10_500).Select(place => place % 3 == 0 ? "red" : "car")];
        using var tagger = Tagger.Open(TrainedModels.Tagger("slots"));
        IReadOnlyList<string> labels = tagger.Tag(tokens);
        Assert.Equal([.. tagger.Tag(tokens[..10_000]), .. tagger.Tag(tokens[10_000..])], labels);
        Assert.Equal(10_500, tagger.Embed(tokens).Count);
    }

    [Fact]
    public void Empty_tokens_and_missing_labels_are_wrong_arguments()
    {
        using var tagger = Tagger.Open(TrainedModels.Tagger("slots"));
        Assert.StartsWith("token 1 is empty", Assert.Throws<ArgumentException>(() => tagger.Tag(["a", ""])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => tagger.Tag([["a"], ["b", null!]]));
        Assert.Throws<ArgumentNullException>(() => tagger.Tag((string[])null!));
        Assert.Throws<ArgumentException>(() => tagger.Score(["a", "b"], ["O"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tagger.Embed(["a"], layer: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => tagger.Embed(["a"], layer: -1));
    }

    private static string[][] Sentences(string model) =>
        [.. TrainedModels.Sentences(model).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(one => one.GetString()!)];
}
