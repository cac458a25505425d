using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Taggers;
using Rnnctl.Models.Tests.Layers;
using Rnnctl.Models.Tests.Parameters;

namespace Rnnctl.Models.Tests.Taggers;

/// <summary>The intent head against its equations, worked number by number, and against central differences.</summary>
public sealed class IntentHeadTests : IDisposable
{
    private const int Intents = 4;

    // Longest first.
    private static readonly int[][] Sentences = [[3, 0, 6, 1, 5], [2, 2, 4], [6, 1, 0], [5]];

    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 1);

    public void Dispose() => _backend.Dispose();

    [Theory]
    [InlineData("lstm", 2, true, 0)]
    [InlineData("jordan", 1, false, 0)]
    [InlineData("gru", 1, true, 2)]
    [InlineData("lstm", 0, false, 0)]
    public void Intents_are_those_of_attention_over_the_sentence(string cell, int layers, bool bidirectional, int heads)
    {
        TaggerArchitecture architecture = Architecture(cell, layers, bidirectional) with { SelfAttentionHeads = heads };
        Dictionary<string, double[]> weights = Weights.Draw(architecture.Parameters(), seed: 15);
        var naive = new NaiveTagger(architecture, weights);
        (double[] logits, double[] intents) = Run(architecture, weights);
        AssertNear([.. Packing.Pack(Sentences.Select(naive.Logits)).SelectMany(row => row)], logits);
        AssertNear([.. Sentences.SelectMany(naive.IntentLogits)], intents);
    }

    [Fact]
    public void Labels_are_those_of_the_same_tagger_without_the_head()
    {
        TaggerArchitecture architecture = Architecture("lstm", 1, bidirectional: true);
        Dictionary<string, double[]> weights = Weights.Draw(architecture.Parameters(), seed: 16);
        TaggerArchitecture plain = architecture with { Intents = 0 };
        Assert.Equal(
            ["intent.attention.weight", "intent.attention.bias", "intent.scorer.weight", "intent.weight", "intent.bias"],
            architecture.Parameters().Skip(plain.Parameters().Count).Select(shape => shape.Name));
        Dictionary<string, double[]> shared = plain.Parameters().ToDictionary(shape => shape.Name, shape => weights[shape.Name]);
        Assert.Equal(PackedTagger.Logits(plain, shared, Sentences), Run(architecture, weights).Logits);
    }

    [Fact]
    public void Joint_loss_is_that_of_the_labels_and_the_weighted_mean_of_the_known_intents()
    {
        TaggerArchitecture architecture = Architecture("lstm", 1, bidirectional: true);
        Dictionary<string, double[]> weights = Weights.Draw(architecture.Parameters(), seed: 17);
        int[] gold = [2, 0, -1, 3];
        double[] intents = Run(architecture, weights).Intents;
        double sum = 0;
        for (int place = 0; place < gold.Length; place++)
        {
            double[] row = NaiveMatrix.Row(intents, place, Intents);
            if (gold[place] >= 0) sum += Math.Log(row.Sum(Math.Exp)) - row[gold[place]];
        }

        using var tape = new Tape<double>(_backend, recording: false);
        Tensor<double> logits = tape.NewTensor(gold.Length, Intents), labels = tape.NewTensor(1, 1);
        _backend.Upload<double>(intents, logits);
        _backend.Upload<double>([1.5], labels);
        Variable<double> loss = Tagger<double>.JointLoss(
            tape, Variable<double>.Constant(labels), Variable<double>.Constant(logits), tape.NewIds(gold), counted: 3, weight: 0.25);
        double[] found = new double[1];
        _backend.Download(loss.Value, found.AsSpan());
        Assert.Equal(1.5 + (0.25 * sum / 3), found[0], 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Gradients_with_an_intent_head_agree_with_central_differences(int number)
    {
        IReadOnlyList<TensorCheck> checks = GradientChecker.Check(_backend, TaggerGradientCases.OfIntents[number], epsilon: 1e-5, tolerance: 1e-6);
        Assert.Equal(5, checks.Count(check => check.Tensor.StartsWith("intent.", StringComparison.Ordinal)));
        Assert.All(checks, check => Assert.True(check.Passed && check.MaxAbsoluteError > 0, check.ToString()));
    }

    private static TaggerArchitecture Architecture(string cell, int layers, bool bidirectional) =>
        new(Tokens: 7, Labels: 3, Embedding: 6, CellCatalog.Find(cell)!, Hidden: 3, layers, bidirectional, Dropout: 0) { Intents = Intents };

    /// <summary>The logits of all tokens in packed order, and of all sentences.</summary>
    private (double[] Logits, double[] Intents) Run(TaggerArchitecture architecture, Dictionary<string, double[]> weights)
    {
        using var parameters = new ParameterSet<double>(_backend, architecture.Parameters(), learning: false);
        foreach ((string name, double[] values) in weights) parameters.Write(name, values);
        using var tape = new Tape<double>(_backend, recording: false);
        var input = new TaggerInput(Packing.Pack(Sentences), Packing.StepsOf(Sentences));
        TaggerOutputs<double> outputs = new Tagger<double>(architecture, name => parameters[name]).Outputs(tape, input, training: null);
        return (Read(outputs.Logits), Read(outputs.Intents));
    }

    private double[] Read(Variable<double> variable)
    {
        double[] numbers = new double[variable.Value.Count];
        _backend.Download(variable.Value, numbers.AsSpan());
        return numbers;
    }

    private static void AssertNear(double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        foreach ((double number, double wanted) in found.Zip(expected)) Assert.Equal(wanted, number, 1e-12);
    }
}
