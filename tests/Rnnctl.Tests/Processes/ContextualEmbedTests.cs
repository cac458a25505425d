using System.Globalization;
using System.Text.Json;
using Rnnctl.Inference.Safetensors;

namespace Rnnctl.Tests.Processes;

/// <summary><c>rnnctl embed</c> of a tagger that reads language models, against the layers of these models mixed by plain loops.</summary>
public sealed class ContextualEmbedTests(SmallLanguageModel small) : IClassFixture<SmallLanguageModel>, IDisposable
{
    private const string Text = "a dog sleeps\n\nthe Zebra sings\ncat\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("input", "input")]
    [InlineData("output", "output")]
    [InlineData("both", "input output")]
    public void Mix_is_what_the_tagger_reads_of_each_language_model_at_each_place(string at, string places)
    {
        string other = OtherModel(), tagger = Train(at, "--contextual-dropout", "0.5", "--contextual", small.Model, other);
        double[][][] first = Layers(small.Model), second = Layers(other)[1..];
        double[][] expected = [.. first[0].Select(_ => Array.Empty<double>())];
        foreach (string place in places.Split(' '))
        {
            expected = Joined(expected, Mixed(tagger, $"contextual_1.{place}.", first));
            expected = Joined(expected, Mixed(tagger, $"contextual_2.{place}.", second));
        }

        RequireEqual(expected, Vectors(tagger, "mix"));
    }

    [Fact]
    public void Layers_of_the_tagger_are_its_input_with_the_mix_and_its_recurrent_layer()
    {
        string tagger = Train("both", "--contextual", small.Model);
        double[][] input = Vectors(tagger, "0"), mixes = Vectors(tagger, "mix"), table = Matrix(tagger, "embedding.weight");
        string[] tokens = File.ReadAllLines(Path.Combine(tagger, "vocab", "tokens.txt"));
        string[] words = Text.Split(['\n', ' '], StringSplitOptions.RemoveEmptyEntries);
        double[][] embeddings = [.. words.Select(word => table[Math.Max(0, Array.IndexOf(tokens, word))])];
        RequireEqual(Joined(embeddings, [.. mixes.Select(mix => mix[..(mix.Length / 2)])]), input);

        // The output layer reads the last layer and the mix at the output; it gives the labels that tag prints.
        double[][] weight = Matrix(tagger, "output.weight"), bias = Matrix(tagger, "output.bias");
        string[] labels = File.ReadAllLines(Path.Combine(tagger, "vocab", "labels.txt"));
        double[][] read = Joined(Vectors(tagger, "1"), [.. mixes.Select(mix => mix[(mix.Length / 2)..])]);
        IEnumerable<string> best = read.Select(x =>
            labels[Enumerable.Range(0, labels.Length).MaxBy(label => bias[0][label] + weight[label].Zip(x, (w, value) => w * value).Sum())]);
        var tool = new InProcessTool(Text);
        Assert.Equal(0, tool.Run("tag", tagger, "--output-format", "labels", "--device", "cpu"));
        Assert.Equal(tool.Output.Split(['\n', ' '], StringSplitOptions.RemoveEmptyEntries), best);
    }

    [Fact]
    public void Language_model_that_learns_is_mixed_as_it_has_become()
    {
        string tuned = Train("input", "--fine-tune", "--contextual", small.Model);
        double[][] found = Vectors(tuned, "mix"), before = Mixed(tuned, "contextual_1.input.", Layers(small.Model));
        Assert.Equal(before.Length, found.Length);
        Assert.NotEqual(before[0][0], found[0][0], 1e-4);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--fine-tune --lr 1e-9")]
    public void Language_model_that_reads_characters_reads_the_words_as_they_are_written(string options)
    {
        InProcessTool.Done(
            "train", "--task", "lm", "--train", small.Text, "--output", _folder["spelt"], "--char-cell", "cnn", "--char-filters", "1:2,2:3", "--highway", "1",
            "--char-embedding", "3", "--embedding", "3", "--hidden", "3", "--layers", "2", "--epochs", "1", "--device", "cpu", "--threads", "1");
        string tagger = Train("both", [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--contextual", _folder["spelt"]]);
        double[][][] layers = Layers(_folder["spelt"]);
        double[][] expected = Joined(Mixed(tagger, "contextual_1.input.", layers), Mixed(tagger, "contextual_1.output.", layers));
        RequireEqual(expected, Vectors(tagger, "mix"));
        Assert.Contains(" tensors passed", InProcessTool.Done("gradcheck", "--model", tagger, "--device", "cpu"), StringComparison.Ordinal);
    }

    private string Train(string at, params string[] options)
    {
        string corpus = _folder.Write("train.tsv", "tokens\tlabels\na dog sleeps\tD N V\nthe bird sings\tD N V\na cat sees the dog\tD N V D N\n");
        InProcessTool.Done(
            [
                "train", "--train", corpus, "--output", _folder["tagger"], "--contextual-at", at, "--hidden", "3", "--embedding", "2", "--epochs", "3",
                .. options.Contains("--lr") ? (string[])[] : ["--lr", "0.1"], "--device", "cpu", "--threads", "1", .. options,
            ]);
        return _folder["tagger"];
    }

    /// <summary>A language model whose input is no layer to mix, since its size is another, in one direction.</summary>
    private string OtherModel()
    {
        InProcessTool.Done(
            "train", "--task", "lm", "--train", small.Text, "--output", _folder["other"], "--direction", "backward", "--cell", "gru", "--hidden", "5",
            "--embedding", "3", "--layers", "2", "--epochs", "1", "--device", "cpu", "--threads", "1");
        return _folder["other"];
    }

    /// <summary>γ Σ_j softmax(s)_j h_j for each word.</summary>
    private static double[][] Mixed(string tagger, string prefix, double[][][] layers)
    {
        double[] s = Matrix(tagger, prefix + "weights")[0];
        double scale = Matrix(tagger, prefix + "scale")[0][0], sum = s.Sum(Math.Exp);
        Assert.Equal(layers.Length, s.Length);
        return [.. layers[0].Select((vector, word) => vector
            .Select((_, i) => scale * layers.Select((layer, j) => Math.Exp(s[j]) / sum * layer[word][i]).Sum()).ToArray())];
    }

    private static double[][] Joined(double[][] first, double[][] second) => [.. first.Zip(second, (one, other) => (double[])[.. one, .. other])];

    private static double[][] Matrix(string model, string name)
    {
        using SafetensorsFile file = SafetensorsFile.Read(Path.Combine(model, "model.safetensors"));
        TensorEntry entry = file.Find(name);
        float[] numbers = new float[entry.Count];
        file.CopyTo<float>(name, numbers);
        return [.. numbers.Chunk((int)entry.Shape[^1]).Select(row => Array.ConvertAll(row, number => (double)number))];
    }

    /// <summary>The vectors of all layers, <c>[layers][words][width]</c>.</summary>
    private static double[][][] Layers(string model) =>
        [.. Enumerable.Range(0, 3).Select(layer => Vectors(model, layer.ToString(CultureInfo.InvariantCulture)))];

    /// <summary>The vectors of all words, <c>[words][width]</c>.</summary>
    private static double[][] Vectors(string model, string layer)
    {
        var tool = new InProcessTool(Text);
        Assert.Equal(0, tool.Run("embed", model, "--layer", layer, "--device", "cpu", "--threads", "1"));
        return
        [
            .. tool.OutputLines.SelectMany(line => JsonDocument.Parse(line).RootElement.GetProperty("vectors").EnumerateArray())
                .Select(vector => vector.EnumerateArray().Select(number => number.GetDouble()).ToArray()),
        ];
    }

    private static void RequireEqual(double[][] expected, double[][] found)
    {
        Assert.Equal(expected.Length, found.Length);
        foreach ((double[] one, double[] other) in expected.Zip(found))
        {
            Assert.Equal(one.Length, other.Length);
            Assert.All(one.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }
}
