using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Decoding;

namespace Rnnctl.Models.Tests.Decoding;

public sealed class ChainDecoderTests : IDisposable
{
    private const int Labels = 4;
    private static readonly int[] Lengths = [9, 5, 5, 2, 1];

    // Label 1 may neither start nor end, and 3 may only follow 1 or itself.
    private static readonly LabelRules Rules = new(label => label is not (1 or 3), (previous, label) => label != 3 || previous is 1 or 3, label => label != 1);

    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 2);
    private readonly Tape<double> _tape;
    private readonly PackedSteps _steps = new();

    public ChainDecoderTests()
    {
        _tape = new Tape<double>(_backend, recording: false);
        _steps.Assign(Lengths);
    }

    public void Dispose()
    {
        _tape.Dispose();
        _backend.Dispose();
    }

    [Fact]
    public void Forbidden_labels_are_never_chosen()
    {
        var random = new PhiloxRandom(62, stream: 0);
        int unruly = 0;
        for (int round = 0; round < 50; round++)
        {
            _tape.Reset();
            ChainWeights<double> weights = Weights(random);
            Tensor<double> emissions = Place(random, _steps.Tokens, Labels);
            using var free = new ChainDecoder<double>(_backend, weights, rules: null);
            using var bound = new ChainDecoder<double>(_backend, weights, Rules);
            unruly += Best(free, emissions).Count(labels => !Keeps(labels));
            Assert.All(Best(bound, emissions), labels => Assert.True(Keeps(labels), string.Join(' ', labels)));
        }

        Assert.True(unruly > 50, $"{unruly} of 250 would break the rules");
    }

    [Fact]
    public void Decoder_and_search_find_the_same_best_labelling_and_probability()
    {
        var random = new PhiloxRandom(63, stream: 0);
        ChainWeights<double> weights = Weights(random);
        float[] emissions = [.. Enumerable.Range(0, 6 * Labels).Select(_ => (float)random.NextDouble())];
        foreach (LabelRules? rules in (LabelRules?[])[null, Rules])
        {
            using var decoder = new ChainDecoder<double>(_backend, weights, rules);
            _steps.Assign([6]);
            Tensor<double> tensor = _tape.NewTensor(6, Labels);
            _backend.Upload([.. emissions.Select(number => (double)number)], tensor);
            IReadOnlyList<ScoredLabelling> all = decoder.NBest(_tape).Find(emissions, 5000);
            Assert.Equal(all[0].Labels, Best(decoder, tensor)[0]);
            Assert.Equal(1, all.Sum(one => one.Probability), 1e-12);
            Assert.True(rules is null || all.All(one => Keeps(one.Labels)));

            double[] marginals = new double[tensor.Count];
            _backend.Download(Crf<double>.Marginals(_tape, decoder.Scores(_tape, tensor, _steps)), marginals.AsSpan());
            for (int i = 0; i < marginals.Length; i++)
                Assert.Equal(all.Where(one => one.Labels[i / Labels] == i % Labels).Sum(one => one.Probability), marginals[i], 1e-12);
        }
    }

    private static bool Keeps(int[] labels) =>
        Rules.MayStart(labels[0]) && Rules.MayEnd(labels[^1]) && labels.Zip(labels.Skip(1)).All(pair => Rules.MayFollow(pair.First, pair.Second));

    private ChainWeights<double> Weights(PhiloxRandom random) => new(
        Variable<double>.Constant(Place(random, Labels, Labels)),
        Variable<double>.Constant(Place(random, 1, Labels)),
        Variable<double>.Constant(Place(random, 1, Labels)));

    private Tensor<double> Place(PhiloxRandom random, int rows, int columns)
    {
        Tensor<double> tensor = _tape.NewTensor(rows, columns);
        _backend.Upload([.. Enumerable.Range(0, rows * columns).Select(_ => 4 * random.NextDouble())], tensor);
        return tensor;
    }

    /// <summary>The best labels of every sequence, <c>[sequences][tokens]</c>.</summary>
    private int[][] Best(ChainDecoder<double> decoder, Tensor<double> emissions)
    {
        Tensor<int> labels = _tape.NewIds(_steps.Tokens);
        decoder.Best(_tape, decoder.Scores(_tape, emissions, _steps), labels);
        int[] rows = new int[_steps.Tokens];
        _backend.Download(labels, rows.AsSpan());
        return [.. Enumerable.Range(0, _steps.Sequences).Select(sequence =>
            Enumerable.Range(0, _steps.Lengths[sequence]).Select(token => rows[_steps.Offset(token) + sequence]).ToArray())];
    }
}
