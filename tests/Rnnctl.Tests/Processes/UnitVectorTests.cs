using System.Globalization;
using System.Text.Json;

namespace Rnnctl.Tests.Processes;

/// <summary>
/// <c>rnnctl embed</c> and <c>rnnctl score</c> of language models of characters, of segments, and of one direction, against plain loops over one sentence at a
/// time.
/// </summary>
public sealed class UnitVectorTests : IDisposable
{
    private static readonly string[] Sentences = ["low lower", "", "slow", "lower  slower low"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _text;

    public UnitVectorTests() => _text = _folder.Write("text", "low lower low\nlow low\nlow low\nlower low\n");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("both")]
    [InlineData("forward")]
    [InlineData("backward")]
    public void Vectors_and_scores_of_a_model_of_characters(string direction)
    {
        Train("--unit", "characters", "--direction", direction);
        string[][][] words = [.. Sentences.Select(line => Words(line).Select(word => word.Select(letter => $"{letter}").ToArray()).ToArray())];
        RequireVectors(direction, words, between: ["<space>"]);
        RequireScores(direction, words, between: ["<space>"]);
    }

    [Theory]
    [InlineData("both")]
    [InlineData("forward")]
    [InlineData("backward")]
    public void Vectors_and_scores_of_a_model_of_segments(string direction)
    {
        InProcessTool.Done("vocab", _text, "--bpe", "1", "--output", _folder["vocab"]);
        Train("--src-vocab", _folder["vocab"], "--direction", direction);

        // The one merge is the most frequent pair: l and o.
        Dictionary<string, string[]> segments = new()
        {
            ["low"] = ["lo@@", "w"],
            ["lower"] = ["lo@@", "w@@", "e@@", "r"],
            ["slow"] = ["s@@", "lo@@", "w"],
            ["slower"] = ["s@@", "lo@@", "w@@", "e@@", "r"],
        };
        string[][][] words = [.. Sentences.Select(line => Words(line).Select(word => segments[word]).ToArray())];
        RequireVectors(direction, words, between: []);
        RequireScores(direction, words, between: []);
    }

    [Theory]
    [InlineData("forward")]
    [InlineData("backward")]
    public void Vectors_and_scores_of_a_model_of_words_in_one_direction(string direction)
    {
        Train("--direction", direction);
        string[][][] words = [.. Sentences.Select(line => Words(line).Select(word => (string[])[word]).ToArray())];
        RequireVectors(direction, words, between: []);
        RequireScores(direction, words, between: []);
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private void Train(params string[] options) => InProcessTool.Done(
        [
            "train", "--task", "lm", "--train", _text, "--output", _folder["lm"], "--hidden", "5", "--embedding", "3", "--layers", "2", "--lr", "0.1",
            "--epochs", "2", "--batch-size", "2", "--device", "cpu", "--threads", "1", .. options,
        ]);

    private static JsonElement[] Lines(params string[] options)
    {
        var tool = new InProcessTool(string.Concat(Sentences.Select(line => line + "\n")));
        Assert.Equal(0, tool.Run([.. options, "--device", "cpu", "--threads", "1"]));
        return [.. tool.OutputLines.Select(line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>Forward, a word has the state after its last symbol; backward, the state after its first one.</summary>
    private void RequireVectors(string direction, string[][][] sentences, string[] between)
    {
        using var naive = new NaiveLstmModel(_folder["lm"], layers: 2, residual: false);
        for (int layer = 0; layer < 3; layer++)
        {
            JsonElement[] lines = Lines("embed", _folder["lm"], "--layer", layer.ToString(CultureInfo.InvariantCulture));
            for (int line = 0; line < sentences.Length; line++)
            {
                string[] symbols = Joined(sentences[line], between);
                double[][] ahead = direction == "backward" ? [] : naive.Layers("forward", symbols.Prepend("<s>"))[layer];
                double[][] back = direction == "forward" ? [] : [.. naive.Layers("backward", symbols.Append("</s>").Reverse())[layer].Reverse()];
                JsonElement[] found = [.. lines[line].GetProperty("vectors").EnumerateArray()];
                Assert.Equal(sentences[line].Length, found.Length);
                int first = 0;
                for (int word = 0; word < found.Length; word++)
                {
                    int last = first + sentences[line][word].Length - 1;
                    double[] expected = [.. ahead.Length > 0 ? ahead[last + 1] : [], .. back.Length > 0 ? back[first] : []];
                    double[] vector = [.. found[word].EnumerateArray().Select(number => number.GetDouble())];
                    Assert.Equal(expected.Length, vector.Length);
                    Assert.All(expected.Zip(vector), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
                    first = last + 1 + between.Length;
                }
            }
        }
    }

    /// <summary>A sentence has the log-probability of all its symbols and the end of its direction.</summary>
    private void RequireScores(string direction, string[][][] sentences, string[] between)
    {
        using var naive = new NaiveLstmModel(_folder["lm"], layers: 2, residual: false);
        JsonElement[] lines = Lines("score", _folder["lm"], "--json");
        for (int line = 0; line < sentences.Length; line++)
        {
            string[] symbols = Joined(sentences[line], between);
            double[] expected = direction == "backward"
                ? naive.LogProbabilities("backward", [.. symbols.Append("</s>").Reverse()], [.. symbols.Reverse(), "<s>"])
                : naive.LogProbabilities("forward", [.. symbols.Prepend("<s>")], [.. symbols.Append("</s>")]);
            Assert.Equal(expected.Sum(), lines[line].GetProperty("log_probability").GetDouble(), 1e-4);
            Assert.Equal(direction == "both", lines[line].TryGetProperty("forward_log_probability", out _));
        }
    }

    private static string[] Joined(string[][] words, string[] between) =>
        [.. words.SelectMany((word, i) => i == 0 ? word : (string[])[.. between, .. word])];
}
