using System.Text.Json;
using Rnnctl.Inference.Library;

namespace Rnnctl.Tests.Library;

/// <summary>The library's language models, held against the tool.</summary>
public sealed class LanguageModelTests : IDisposable
{
    private static readonly string[] Sentences = TrainedModels.Sentences("lm");

    private readonly ToolAnswers _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("words")]
    [InlineData("backward characters")]
    public void Scores_are_those_that_the_tool_prints(string name)
    {
        string path = TrainedModels.LanguageModel(name);
        string[] expected = _tool.Lines("score", path, Sentences, "--words");
        using var model = LanguageModel.Open(path, new ModelOptions { Threads = 2 });
        Assert.Equal(expected, Sentences.Select(sentence => Scores.Line(model.Score(sentence))));
        Assert.Equal(expected, model.Score(Sentences).Select(Scores.Line));
        JsonElement first = _tool.Json("score", path, Sentences, "--json")[0];
        double? backward = first.TryGetProperty("backward_log_probability", out JsonElement number) ? number.GetDouble() : null;
        Assert.Equal(backward.HasValue, model.Score(Sentences[0]).BackwardLogProbability.HasValue);
        Assert.Equal(backward ?? 0, model.Score(Sentences[0]).BackwardLogProbability ?? 0, 1e-4);
    }

    [Theory]
    [InlineData("words")]
    [InlineData("backward characters")]
    public void Vectors_are_those_that_the_tool_prints(string name)
    {
        string path = TrainedModels.LanguageModel(name);
        JsonElement[] expected = _tool.Json("embed", path, Sentences);
        string[][] words = [.. Sentences.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        using var model = LanguageModel.Open(path);
        IReadOnlyList<IReadOnlyList<ReadOnlyMemory<float>>> batch = model.Embed(words);
        for (int sentence = 0; sentence < words.Length; sentence++)
        {
            Vectors.RequireEqual(expected[sentence], batch[sentence], model.LayerSizes[^1]);
            Vectors.RequireEqual(expected[sentence], model.Embed(words[sentence]), model.LayerSizes[^1]);
        }

        JsonElement[] input = _tool.Json("embed", path, Sentences, "--layer", "0");
        Vectors.RequireEqual(input[0], model.Embed(words[0], layer: 0), model.LayerSizes[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Embed(words[0], layer: 2));
    }
}
