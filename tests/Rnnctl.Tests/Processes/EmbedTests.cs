using System.Globalization;
using System.Text.Json;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Processes;

/// <summary><c>rnnctl embed</c> of a language model against plain loops over one sentence at a time, its formats, and taggers.</summary>
public sealed class EmbedTests(SmallLanguageModel small) : IClassFixture<SmallLanguageModel>, IDisposable
{
    private static readonly string[][] Sentences = [["a", "dog", "sleeps"], [], ["the", "Zebra"], ["cat"]];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_word_has_the_forward_state_after_it_and_then_the_backward_state_after_it(int layer)
    {
        JsonElement[] lines = Embed("--layer", layer.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(Sentences, lines.Select(line => line.GetProperty("tokens").EnumerateArray().Select(token => token.GetString()!).ToArray()));
        RequireEqual([.. Sentences.Select(words => Expected(words, layer))], [.. lines.Select(line => Vectors(line.GetProperty("vectors")))]);
        if (layer == 2) Assert.Equal(Output(), Output("--layer", "2"));
    }

    [Fact]
    public void All_layers_are_a_list_for_each_layer_and_their_mix_is_the_mean()
    {
        JsonElement[] all = Embed("--layer", "all"), mixed = Embed("--layer", "mix");
        for (int line = 0; line < Sentences.Length; line++)
        {
            double[][][] layers = [.. all[line].GetProperty("vectors").EnumerateArray().Select(Vectors)];
            Assert.Equal(3, layers.Length);
            for (int layer = 0; layer < 3; layer++) RequireEqual([Expected(Sentences[line], layer)], [layers[layer]]);
            double[][] mean = [.. Sentences[line].Select((_, word) => layers[0][word].Select((_, i) => layers.Average(layer => layer[word][i])).ToArray())];
            RequireEqual([mean], [Vectors(mixed[line].GetProperty("vectors"))]);
        }
    }

    [Fact]
    public void Stateful_lines_go_on_where_the_line_before_ended_in_both_directions()
    {
        JsonElement[] lines = Embed("--stateful");
        using NaiveLstmModel naive = small.Naive();
        string[] forward = [], backward = [];
        for (int line = 0; line < Sentences.Length; line++)
        {
            string[] words = Sentences[line];
            if (words.Length == 0) continue;
            int read = forward.Length;
            (forward, backward) = ([.. forward, "<s>", .. words], [.. backward, "</s>", .. words.Reverse()]);
            double[][] ahead = naive.Layers("forward", forward)[2], back = naive.Layers("backward", backward)[2];
            double[][] expected = [.. words.Select((_, word) => (double[])[.. ahead[read + 1 + word], .. back[read + words.Length - word]])];
            RequireEqual([expected], [Vectors(lines[line].GetProperty("vectors"))]);
        }
    }

    [Fact]
    public void Columns_and_tensors_hold_the_same_numbers()
    {
        double[][][] vectors = [.. Embed().Select(line => Vectors(line.GetProperty("vectors")))];
        string[] rows = Output("--output-format", "tsv").Split('\n')[..^1];
        string[] expected =
        [
            .. Sentences.SelectMany((words, line) => words.Select((word, i) => string.Join('\t', vectors[line][i].Select(Text).Prepend(word))).Append("")),
        ];
        Assert.Equal(expected, rows);

        string path = _folder["vectors.safetensors"];
        Assert.Equal("", Output("--output-format", "safetensors", "--output", path));
        using SafetensorsFile file = SafetensorsFile.Read(path);
        Assert.Equal(["offsets", "layer_2"], file.Tensors.Select(tensor => tensor.Name));
        long[] offsets = new long[5];
        float[] numbers = new float[6 * 12];
        file.CopyTo<long>("offsets", [5], offsets);
        file.CopyTo<float>("layer_2", [6, 12], numbers);
        Assert.Equal([0, 3, 3, 5, 6], offsets);
        Assert.Equal(vectors.SelectMany(words => words).SelectMany(word => word), numbers.Select(number => (double)number));
        Assert.Single(Directory.GetFiles(_folder["."]), file => Path.GetFileName(file).StartsWith("vectors", StringComparison.Ordinal));
    }

    [Fact]
    public void Types_are_a_file_of_embeddings_with_one_mean_vector_for_each_word()
    {
        string[] lines = ["dog cat", "cat dog dog"];
        var tool = new InProcessTool(string.Join('\n', lines));
        Assert.Equal(0, tool.Run("embed", small.Model, "--types", "--layer", "1", "--device", "cpu"));
        Assert.Equal(["2 12", "dog", "cat"], tool.OutputLines.Select((line, row) => row == 0 ? line : line.Split(' ')[0]));
        (string Word, double[] Vector)[] words =
            [.. lines.Select(line => line.Split(' ')).SelectMany(sentence => sentence.Zip(Expected(sentence, 1)))];
        foreach (string row in tool.OutputLines[1..])
        {
            double[][] same = [.. words.Where(one => one.Word == row.Split(' ')[0]).Select(one => one.Vector)];
            double[] mean = [.. Enumerable.Range(0, 12).Select(i => same.Average(vector => vector[i]))];
            RequireEqual([[mean]], [[[.. row.Split(' ')[1..].Select(number => double.Parse(number, CultureInfo.InvariantCulture))]]]);
        }
    }

    [Fact]
    public void A_tagger_embeds_its_input_and_its_recurrent_layers()
    {
        string sentence = "arrive Taipei on November 2nd\n";
        JsonElement input = JsonDocument.Parse(Run(sentence, SlotsModel.Path, "--layer", "0")).RootElement;
        JsonElement top = JsonDocument.Parse(Run(sentence, SlotsModel.Path)).RootElement;
        Assert.Equal(5, Vectors(input.GetProperty("vectors")).Length);
        Assert.Equal(5, Vectors(top.GetProperty("vectors")).Length);
        using SafetensorsFile weights = SafetensorsFile.Read(Path.Combine(SlotsModel.Path, "model.safetensors"));
        string[] tokens = File.ReadAllLines(Path.Combine(SlotsModel.Path, "vocab", "tokens.txt"));
        TensorEntry table = weights.Find("embedding.weight");
        float[] numbers = new float[table.Count];
        weights.CopyTo<float>("embedding.weight", numbers);
        double[][] rows = [.. numbers.Chunk((int)table.Shape[1]).Select(row => row.Select(number => (double)number).ToArray())];
        string[] words = sentence.TrimEnd().Split(' ');
        double[][] expected = [.. words.Select(word => rows[Math.Max(0, Array.IndexOf(tokens, word))])];
        RequireEqual([expected], [Vectors(input.GetProperty("vectors"))]);

        // The output layer reads the last layer: its logits choose the labels that tag prints.
        string tagged = new string(Tag(sentence));
        Assert.Equal(tagged.TrimEnd().Split('\t')[1].Split(' '), LabelsOf(weights, Vectors(top.GetProperty("vectors"))));
    }

    [Fact]
    public void A_line_that_is_longer_than_a_batch_is_embedded_in_parts()
    {
        var tool = new InProcessTool(string.Join(' ', Enumerable.Repeat("the dog sleeps", 3000)) + "\ncat\n");
        Assert.Equal(0, tool.Run("embed", small.Model, "--device", "cpu"));
        Assert.Equal(["warning: standard input:1: a sentence of 9000 tokens, embedded in parts of 4096 tokens"], tool.ErrorLines);
        JsonElement[] lines = [.. tool.OutputLines.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal([9000, 1], lines.Select(line => line.GetProperty("vectors").GetArrayLength()));
    }

    [Theory]
    [InlineData("--layer 3", "--layer 3: MODEL has the layers 0 to 2")]
    [InlineData("--output x", "--output is of no use without --output-format safetensors")]
    [InlineData("--output-format safetensors", "--output-format safetensors needs --output FILE")]
    [InlineData("--types --output-format tsv", "--types and --output-format exclude each other: --types has a format of its own")]
    public void A_slip_is_named(string options, string message) =>
        Assert.Equal(message.Replace("MODEL", small.Model, StringComparison.Ordinal), Refusal.Of(["embed", small.Model, .. options.Split(' ')]));

    [Fact]
    public void What_a_model_cannot_do_is_named()
    {
        Assert.Equal($"{ReverseModel.Path}: expected a language model or a tagger, found a translator", Refusal.Of("embed", ReverseModel.Path));
        Assert.Equal($"--stateful is of no use with {SlotsModel.Path}, a tagger", Refusal.Of("embed", SlotsModel.Path, "--stateful"));
        Assert.Equal($"--layer mix is of no use with {SlotsModel.Path}, a tagger without --contextual", Refusal.Of("embed", SlotsModel.Path, "--layer", "mix"));
    }

    private static string Tag(string sentence)
    {
        var tool = new InProcessTool(sentence);
        Assert.Equal(0, tool.Run("tag", SlotsModel.Path, "--device", "cpu"));
        return tool.Output;
    }

    private static string[] LabelsOf(SafetensorsFile weights, double[][] vectors)
    {
        string[] labels = File.ReadAllLines(Path.Combine(SlotsModel.Path, "vocab", "labels.txt"));
        float[] weight = new float[weights.Find("output.weight").Count], bias = new float[labels.Length];
        weights.CopyTo<float>("output.weight", weight);
        weights.CopyTo<float>("output.bias", bias);
        float[][] rows = [.. weight.Chunk(weight.Length / labels.Length)];
        double Logit(int label, double[] vector) => bias[label] + rows[label].Zip(vector, (w, h) => w * h).Sum();
        return [.. vectors.Select(vector => labels[Enumerable.Range(0, labels.Length).MaxBy(label => Logit(label, vector))])];
    }

    private static string Text(double number) => ((float)number).ToString(CultureInfo.InvariantCulture);

    private static string Run(string input, string model, params string[] options)
    {
        var tool = new InProcessTool(input);
        Assert.Equal(0, tool.Run(["embed", model, "--device", "cpu", "--threads", "1", .. options]));
        return tool.Output;
    }

    private string Output(params string[] options) =>
        Run(string.Concat(Sentences.Select(words => string.Join(' ', words) + "\n")), small.Model, [.. options, "--quiet"]);

    private JsonElement[] Embed(params string[] options) => [.. Output(options).Split('\n')[..^1].Select(line => JsonDocument.Parse(line).RootElement)];

    private static double[][] Vectors(JsonElement vectors) =>
        [.. vectors.EnumerateArray().Select(vector => vector.EnumerateArray().Select(number => (double)number.GetSingle()).ToArray())];

    private double[][] Expected(string[] words, int layer)
    {
        using NaiveLstmModel naive = small.Naive();
        double[][] forward = naive.Layers("forward", words.Prepend("<s>"))[layer], backward = naive.Layers("backward", words.Append("</s>").Reverse())[layer];
        return [.. words.Select((_, word) => (double[])[.. forward[1 + word], .. backward[words.Length - word]])];
    }

    private static void RequireEqual(double[][][] expected, double[][][] found)
    {
        Assert.Equal(expected.Select(sentence => sentence.Length), found.Select(sentence => sentence.Length));
        foreach ((double[] one, double[] other) in expected.SelectMany(words => words).Zip(found.SelectMany(words => words)))
        {
            Assert.Equal(one.Length, other.Length);
            Assert.All(one.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }
}
