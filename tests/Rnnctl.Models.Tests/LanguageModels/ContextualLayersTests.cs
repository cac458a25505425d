using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Tests.Layers;
using Rnnctl.Models.Tests.Parameters;

namespace Rnnctl.Models.Tests.LanguageModels;

/// <summary>The vectors of words against plain loops over one sentence at a time, and their gradients against central differences.</summary>
public sealed class ContextualLayersTests : IDisposable
{
    private const int Begin = 1, End = 2;

    private static readonly LanguageModelArchitecture Small = new(
        Symbols: 8, Embedding: 3, CellCatalog.Find("lstm")!, Hidden: 4, Layers: 3, LanguageModelDirection.Both, Dropout: 0.3);

    // Words of one, two and three symbols.
    private static readonly int[][][] Sentences =
    [
        [[3], [4, 5], [6], [7, 3, 4]],
        [[5], [6, 7], [0], [3]],
        [[4, 4, 4]],
    ];

    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 1);

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, LanguageModelGradientCases.Contextual.Count)];

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void A_words_vector_is_the_forward_state_after_its_last_symbol_and_the_backward_state_after_its_first()
    {
        RequireNaive(Small);
        RequireNaive(Small with { Direction = LanguageModelDirection.Forward });
        RequireNaive(Small with { Direction = LanguageModelDirection.Backward });
        RequireNaive(Small with { Cell = CellCatalog.Find("gru")! });
    }

    [Fact]
    public void A_layers_vectors_include_its_residual_connection_and_learnt_initial_states() =>
        RequireNaive(Small with { Variant = LayerVariant.Plain with { Residual = true, LearnInitialState = true } });

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void States_go_on_from_sentence_to_sentence_in_both_directions(string cell)
    {
        LanguageModelArchitecture architecture = Small with { Cell = CellCatalog.Find(cell)!, Variant = LayerVariant.Plain with { Residual = true } };
        Dictionary<string, double[]> weights = Weights.Draw(architecture.Parameters(), seed: 7);
        using var states = new StreamStates<double>(_backend, architecture, streams: 1);
        int[] forward = [], backward = [];
        foreach (int[][] sentence in Sentences)
        {
            double[][][] found = Vectors(architecture, weights, [sentence], states, isFirst: forward.Length == 0);
            int read = forward.Length;
            forward = [.. forward, Begin, .. sentence.SelectMany(word => word)];
            backward = [.. backward, End, .. sentence.SelectMany(word => word).Reverse()];
            RequireEqual(Expected(architecture, weights, sentence, forward, backward, read), found);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_gradient_agrees_with_central_differences(int number)
    {
        ContextualLayersGradientCase one = LanguageModelGradientCases.Contextual[number];
        IReadOnlyList<TensorCheck> checks = GradientChecker.Check(_backend, one, epsilon: 1e-5, tolerance: 1e-6);
        Assert.All(checks, check => Assert.True(check.Passed && check.MaxAbsoluteError > 0, $"{one.Subject}: {check}"));
    }

    private void RequireNaive(LanguageModelArchitecture architecture)
    {
        Dictionary<string, double[]> weights = Weights.Draw(architecture.Parameters(), seed: 6);
        double[][][] found = Vectors(architecture, weights, Sentences, states: null, isFirst: true);
        int word = 0;
        foreach (int[][] sentence in Sentences)
        {
            int[] symbols = [.. sentence.SelectMany(one => one)];
            double[][][] expected = Expected(architecture, weights, sentence, [Begin, .. symbols], [End, .. symbols.Reverse()], read: 0);
            RequireEqual(expected, [.. found.Select(layer => layer[word..(word + sentence.Length)])]);
            word += sentence.Length;
        }
    }

    /// <summary>The vectors of a sentence's words, <c>[1 + layers][words][width]</c>, if its symbols stand in two streams after some that were read.</summary>
    private static double[][][] Expected(
        LanguageModelArchitecture architecture, Dictionary<string, double[]> weights, int[][] sentence, int[] forward, int[] backward, int read)
    {
        int symbols = sentence.Sum(word => word.Length);
        double[][][] empty = [.. Enumerable.Range(0, architecture.Layers + 1).Select(_ => sentence.Select(_ => Array.Empty<double>()).ToArray())];
        double[][][] Of(string direction, int[] tokens, Func<int, int> place) =>
            [.. new NaiveLanguageModel(architecture, direction, weights).Layers(tokens)
                .Select(layer => sentence.Select((_, word) => layer[read + place(word)]).ToArray())];
        double[][][] ahead = architecture.Direction == LanguageModelDirection.Backward
            ? empty : Of("forward.", forward, word => sentence[..(word + 1)].Sum(one => one.Length));
        double[][][] back = architecture.Direction == LanguageModelDirection.Forward
            ? empty : Of("backward.", backward, word => symbols - sentence[..word].Sum(one => one.Length));
        return [.. ahead.Zip(back, (one, other) => one.Zip(other, (first, second) => (double[])[.. first, .. second]).ToArray())];
    }

    /// <summary>The vectors of all words, sentence after sentence, as the code under test computes them in one packed batch.</summary>
    private double[][][] Vectors(
        LanguageModelArchitecture architecture, Dictionary<string, double[]> weights, int[][][] sentences, StreamStates<double>? states, bool isFirst)
    {
        using var parameters = new ParameterSet<double>(_backend, architecture.Parameters(), learning: false);
        foreach ((string name, double[] values) in weights) parameters.Write(name, values);
        using var tape = new Tape<double>(_backend, recording: false);
        var layers = new ContextualLayers<double>(new LanguageModel<double>(architecture, name => parameters[name]));

        int[][] forward = [.. sentences.Select(sentence => (int[])[Begin, .. sentence.SelectMany(word => word)])];
        int[][] backward = [.. sentences.Select(sentence => (int[])[End, .. sentence.SelectMany(word => word).Reverse()])];
        PackedSteps steps = Packing.StepsOf(forward);
        int[] rows = [.. sentences.SelectMany((sentence, place) => RowsOf(sentence, place, steps, forward: true))];
        int[] backwardRows = [.. sentences.SelectMany((sentence, place) => RowsOf(sentence, place, steps, forward: false))];
        (int[] tokens, rows) = architecture.Direction switch
        {
            LanguageModelDirection.Forward => (Packing.Pack(forward), rows),
            LanguageModelDirection.Backward => (Packing.Pack(backward), backwardRows),
            _ => ([.. Packing.Pack(forward), .. Packing.Pack(backward)], [.. rows, .. backwardRows]),
        };
        var input = new LanguageModelInput(tokens, steps, isFirst);
        return [.. layers.Run(tape, input, rows, states).ToArray().Select(Read)];
    }

    private static IEnumerable<int> RowsOf(int[][] sentence, int place, PackedSteps steps, bool forward)
    {
        int symbols = sentence.Sum(word => word.Length), before = 0;
        foreach (int[] word in sentence)
        {
            yield return steps.Offset(forward ? before + word.Length : symbols - before) + place;
            before += word.Length;
        }
    }

    private double[][] Read(Variable<double> vectors)
    {
        double[] values = new double[vectors.Value.Count];
        _backend.Download(vectors.Value, values.AsSpan());
        return [.. values.Chunk(vectors.Columns)];
    }

    private static void RequireEqual(double[][][] expected, double[][][] found)
    {
        Assert.Equal(expected.Length, found.Length);
        foreach ((double[][] wanted, double[][] layer) in expected.Zip(found))
        {
            Assert.Equal(wanted.Length, layer.Length);
            foreach ((double[] one, double[] other) in wanted.Zip(layer))
            {
                Assert.Equal(one.Length, other.Length);
                Assert.All(one.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
            }
        }
    }
}
