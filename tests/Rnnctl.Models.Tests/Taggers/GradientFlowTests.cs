using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Taggers;

namespace Rnnctl.Models.Tests.Taggers;

public class GradientFlowTests
{
    private const double Epsilon = 1e-5;

    // The label of the last token; that of the third sentence is unknown, so that it does not count.
    private static readonly (int[] Tokens, int Label)[] Sentences = [([3, 0, 6, 1, 5], 2), ([2, 2, 4], 0), ([6, 1, 0], -1), ([5], 1)];

    public static TheoryData<string, int, bool> Shapes
    {
        get
        {
            var shapes = new TheoryData<string, int, bool>();
            foreach (string cell in CellCatalog.Names)
            {
                shapes.Add(cell, 1, false);
                shapes.Add(cell, 2, false);
                shapes.Add(cell, 2, true);
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_gradient_is_what_changing_the_state_changes_in_the_loss(string cell, int layers, bool bidirectional)
    {
        var architecture = new TaggerArchitecture(7, 3, 5, CellCatalog.Find(cell)!, 4, layers, bidirectional, Dropout: 0.5);
        Dictionary<string, double[]> weights = Weights(architecture);
        IReadOnlyList<GradientByLag> flow = Flow(architecture, weights);
        Assert.Equal(layers, flow.Count);
        for (int layer = 0; layer < layers; layer++)
        {
            Assert.Equal([3, 2, 2, 1, 1], flow[layer].Sequences);
            AssertNorms(architecture, weights, layer, memory: false, flow[layer].Norms);
            if (CellCatalog.Find(cell)!.HasMemory) AssertNorms(architecture, weights, layer, memory: true, flow[layer].MemoryNorms);
            else Assert.Empty(flow[layer].MemoryNorms);
        }
    }

    [Fact]
    public void Under_a_random_field_the_loss_is_the_last_tokens_marginal()
    {
        var architecture = new TaggerArchitecture(7, 3, 5, CellCatalog.Find("lstm")!, 4, 2, Bidirectional: false, Dropout: 0, Crf: true);
        Dictionary<string, double[]> weights = Weights(architecture);
        IReadOnlyList<GradientByLag> flow = Flow(architecture, weights);
        for (int layer = 0; layer < 2; layer++)
        {
            AssertNorms(architecture, weights, layer, memory: false, flow[layer].Norms);
            AssertNorms(architecture, weights, layer, memory: true, flow[layer].MemoryNorms);
        }
    }

    [Fact]
    public void Batches_add_up()
    {
        var architecture = new TaggerArchitecture(7, 3, 5, CellCatalog.Find("gru")!, 4, 1, Bidirectional: false, Dropout: 0);
        Dictionary<string, double[]> weights = Weights(architecture);
        GradientByLag whole = Assert.Single(Flow(architecture, weights));
        GradientByLag parts = Assert.Single(Flow(architecture, weights, batch: 1));
        Assert.Equal(whole.Sequences, parts.Sequences);
        Assert.All(whole.Norms.Zip(parts.Norms), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
    }

    [Fact]
    public void Sequences_whose_last_label_is_unknown_leave_nothing()
    {
        var architecture = new TaggerArchitecture(7, 3, 5, CellCatalog.Find("gru")!, 4, 1, Bidirectional: false, Dropout: 0);
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        using var parameters = new ParameterSet<double>(backend, architecture.Parameters(), learning: false);
        using var flow = new GradientFlow<double>(backend, architecture, name => parameters[name]);
        var steps = new PackedSteps();
        steps.Assign([2]);
        flow.Add(new TaggerInput([1, 2], steps), [0, -1]);
        Assert.Empty(Assert.Single(flow.Layers).Norms);
    }

    private static IReadOnlyList<GradientByLag> Flow(TaggerArchitecture architecture, Dictionary<string, double[]> weights, int batch = 4)
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 2);
        using var parameters = new ParameterSet<double>(backend, architecture.Parameters(), learning: false);
        foreach ((string name, double[] values) in weights) parameters.Write(name, values);
        using var flow = new GradientFlow<double>(backend, architecture, name => parameters[name]);
        foreach ((int[] Tokens, int Label)[] sentences in Sentences.Chunk(batch))
        {
            var steps = new PackedSteps();
            steps.Assign([.. sentences.Select(sentence => sentence.Tokens.Length)]);
            int[] tokens = [.. Pack(sentences, (sentence, step) => sentence.Tokens[step])];
            flow.Add(new TaggerInput(tokens, steps), [.. Pack(sentences, LabelAt)]);
        }

        return flow.Layers;
    }

    // Labels of other tokens are there too and must not count.
    private static int LabelAt((int[] Tokens, int Label) sentence, int step) => step == sentence.Tokens.Length - 1 ? sentence.Label : 1;

    private static void AssertNorms(
        TaggerArchitecture architecture, Dictionary<string, double[]> weights, int layer, bool memory, IReadOnlyList<double> norms)
    {
        Assert.Equal(5, norms.Count);
        for (int lag = 0; lag < 5; lag++) Assert.Equal(MeanNorm(architecture, weights, layer, memory, lag), norms[lag], 1e-8);
    }

    private static double MeanNorm(TaggerArchitecture architecture, Dictionary<string, double[]> weights, int layer, bool memory, int lag)
    {
        double[] norms =
        [
            .. Sentences
                .Where(sentence => sentence.Label >= 0 && sentence.Tokens.Length > lag)
                .Select(sentence => Norm(architecture, weights, sentence, layer, memory, sentence.Tokens.Length - 1 - lag)),
        ];
        return norms.Average();
    }

    private static double Norm(
        TaggerArchitecture architecture, Dictionary<string, double[]> weights, (int[] Tokens, int Label) sentence, int layer, bool memory, int step)
    {
        double squares = 0;
        for (int unit = 0; unit < architecture.Hidden; unit++)
        {
            double slope = (Loss(Epsilon) - Loss(-Epsilon)) / (2 * Epsilon);
            squares += slope * slope;

            double Loss(double change)
            {
                var tagger = new NaiveTagger(architecture, weights)
                {
                    Disturb = (suffix, t, h) => h[unit] += !memory && suffix == $"_l{layer}" && t == step ? change : 0,
                    MemoryChange = (suffix, t, k) => memory && suffix == $"_l{layer}" && t == step && k == unit ? change : 0,
                };
                double[] scores = LastScores(architecture, weights, tagger.Logits(sentence.Tokens));
                return Math.Log(scores.Sum(Math.Exp)) - scores[sentence.Label];
            }
        }

        return Math.Sqrt(squares);
    }

    /// <summary>What speaks for each label of the last token: its logits, and in a chain log Σ exp(score) over the labellings that end so.</summary>
    private static double[] LastScores(TaggerArchitecture architecture, Dictionary<string, double[]> weights, double[][] logits)
    {
        if (!architecture.Crf) return logits[^1];
        int labels = architecture.Labels;
        double[] transitions = weights["crf.transitions"], start = weights["crf.start_transitions"], end = weights["crf.end_transitions"];
        double[] scores = [.. logits[0].Zip(start, (logit, score) => logit + score)];
        foreach (double[] token in logits.Skip(1))
        {
            double[] before = scores;
            double Arriving(int label) => Math.Log(before.Select((score, i) => Math.Exp(score + transitions[(i * labels) + label])).Sum());
            scores = [.. token.Select((logit, label) => logit + Arriving(label))];
        }

        return [.. scores.Zip(end, (score, last) => score + last)];
    }

    private static Dictionary<string, double[]> Weights(TaggerArchitecture architecture) => Parameters.Weights.Draw(architecture.Parameters(), seed: 12);

    private static IEnumerable<int> Pack((int[] Tokens, int Label)[] sentences, Func<(int[] Tokens, int Label), int, int> value)
    {
        for (int step = 0; step < sentences[0].Tokens.Length; step++)
        {
            foreach (var sentence in sentences.Where(sentence => sentence.Tokens.Length > step)) yield return value(sentence, step);
        }
    }
}
