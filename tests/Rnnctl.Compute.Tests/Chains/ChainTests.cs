using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Compute.Tests.Cpu;

namespace Rnnctl.Compute.Tests.Chains;

public sealed class ChainTests
{
    private static readonly (int Labels, int[] Lengths)[] Shapes =
        [(1, [3, 1]), (2, [5, 5, 2, 1]), (3, [6, 4, 4, 3, 1]), (4, [4, 2, 1]), (9, [3, 3, 2]), (19, [2, 2, 1, 1])];

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Log_partitions_agree_with_the_sum_over_all_labellings(double scale) => ForEachBatch(scale, (backend, batch) =>
    {
        using var tape = new Tape<double>(backend, recording: false);
        double[] free = LogPartitions(tape, batch, ids: default), known = LogPartitions(tape, batch, batch.IdsOn(tape));
        for (int s = 0; s < batch.Sequences; s++)
        {
            EnumeratedChain sequence = batch.Sequence(s);
            Assert.Equal(sequence.LogPartition([.. batch.Ids[s].Select(_ => -1)]), free[s], 1e-12);
            Assert.Equal(sequence.LogPartition(batch.Ids[s]), known[s], 1e-12);
        }
    });

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Gradients_of_log_partitions_are_expected_counts_over_all_labellings(double scale) => ForEachBatch(scale, (backend, batch) =>
    {
        using var tape = new Tape<double>(backend, recording: false);
        foreach (bool known in (bool[])[false, true])
        {
            LinearChain<double> gradient = Gradient(tape, batch, known ? batch.IdsOn(tape) : default);
            int[][] ids = known ? batch.Ids : [.. batch.Ids.Select(one => one.Select(_ => -1).ToArray())];
            double Expected(Func<int[], int> count) => Enumerable.Range(0, ids.Length).Sum(s => batch.Sequence(s).Expected(ids[s], count));
            double[][] transitions = ChainBatch.Read(backend, gradient.Transitions);
            double[] start = ChainBatch.Read(backend, gradient.Start)[0], end = ChainBatch.Read(backend, gradient.End)[0];
            double[][][] emissions = batch.Unpack(ChainBatch.Read(backend, gradient.Emissions));
            for (int j = 0; j < batch.Labels; j++)
            {
                Assert.Equal(Expected(y => y[0] == j ? 1 : 0), start[j], 1e-12);
                Assert.Equal(Expected(y => y[^1] == j ? 1 : 0), end[j], 1e-12);
                for (int i = 0; i < batch.Labels; i++)
                    Assert.Equal(Expected(y => y.Zip(y.Skip(1)).Count(pair => pair == (i, j))), transitions[i][j], 1e-12);
                for (int s = 0; s < ids.Length; s++)
                {
                    for (int t = 0; t < ids[s].Length; t++)
                        Assert.Equal(batch.Sequence(s).Expected(ids[s], y => y[t] == j ? 1 : 0), emissions[s][t][j], 1e-12);
                }
            }
        }
    });

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void The_best_labelling_is_the_best_of_all(double scale) => ForEachBatch(scale, (backend, batch) =>
    {
        int[][] best = Best(backend, batch);
        for (int s = 0; s < batch.Sequences; s++)
        {
            EnumeratedChain sequence = batch.Sequence(s);
            Assert.Equal(sequence.Labellings().MaxBy(sequence.Score), best[s]);
        }
    });

    /// <remarks>
    /// start = (0, 1), end = (0.5, 0), transitions = ((0.2, -0.3), (0.7, 0)), emissions of the two tokens (1, 2) and (0.5, -1). The four labellings
    /// score, as start + emission + transition + emission + end:
    /// 00: 0 + 1 + 0.2 + 0.5 + 0.5 = 2.2;    01: 0 + 1 - 0.3 - 1 + 0 = -0.3;
    /// 10: 1 + 2 + 0.7 + 0.5 + 0.5 = 4.7;    11: 1 + 2 + 0 - 1 + 0 = 2.
    /// exp: 9.025013, 0.740818, 109.947172, 7.389056; Z = 127.102060, log Z = 4.844990.
    /// P(first = 0) = (9.025013 + 0.740818) / Z = 0.076835; P(last = 0) = (9.025013 + 109.947172) / Z = 0.936037.
    /// </remarks>
    [Fact]
    public void Two_labels_and_two_tokens_worked_by_hand() => CpuDevices.ForEach<double>(backend =>
    {
        using var tape = new Tape<double>(backend, recording: false);
        var batch = new ChainBatch([[[1, 2], [0.5, -1]]], [[0.2, -0.3], [0.7, 0]], [0, 1], [0.5, 0]);
        Assert.Equal(4.844990, LogPartitions(tape, batch, ids: default)[0], 1e-6);
        double[][] marginals = ChainBatch.Read(backend, Crf<double>.Marginals(tape, batch.On(tape)));
        Assert.Equal(0.076835, marginals[0][0], 1e-6);
        Assert.Equal(0.936037, marginals[1][0], 1e-6);
        Assert.Equal([1, 0], Best(backend, batch)[0]);
    });

    [Fact]
    public void What_is_forbidden_has_no_probability_and_is_never_chosen()
    {
        var random = new PhiloxRandom(53, 0);
        const double Never = double.NegativeInfinity;
        CpuDevices.ForEach<double>(backend =>
        {
            // Label 2 can only stand first, label 1 never; all emissions are for 1 and 2.
            double[][][] emissions = [.. ((int[])[4, 2, 1]).Select(length => EnumeratedChain.Draw(random, length, 3, 1))];
            foreach (double[] token in emissions.SelectMany(token => token)) (token[1], token[2]) = (50, 40);
            var batch = new ChainBatch(emissions, [[0, Never, Never], [0, 0, Never], [0, Never, Never]], [0, Never, 0], [0, 0, 0]);
            Assert.Equal([[2, 0, 0, 0], [2, 0], [2]], Best(backend, batch));
            using var tape = new Tape<double>(backend, recording: false);
            double[][][] marginals = batch.Unpack(ChainBatch.Read(backend, Crf<double>.Marginals(tape, batch.On(tape))));
            Assert.All(marginals.SelectMany(token => token), token => Assert.Equal(1, token.Sum(), 1e-12));
            Assert.All(marginals.SelectMany(token => token), token => Assert.Equal(0, token[1]));
            Assert.All(marginals.SelectMany(token => token.Skip(1)), token => Assert.Equal(0, token[2]));
        });
    }

    [Fact]
    public void Scores_far_beyond_the_range_of_the_exponential_give_a_loss_and_gradients() => CpuDevices.ForEach<float>(backend =>
    {
        // Staying where one is costs nothing, a change 1000; the emissions make the change worth it by 2000.
        using var tape = new Tape<float>(backend, recording: false);
        var batch = new ChainBatch([[[2000, 0], [0, 2000]]], [[0, -1000], [-1000, 0]], [0, 0], [0, 0], [[0, 0]]);
        Assert.Equal(3000, LogPartitions(tape, batch, ids: default)[0]);
        Assert.Equal(2000, LogPartitions(tape, batch, batch.IdsOn(tape))[0]);
        Assert.Equal([[1, 0], [0, 1]], ChainBatch.Read(backend, Crf<float>.Marginals(tape, batch.On(tape))));
        Assert.Equal([[0, 1], [0, 0]], ChainBatch.Read(backend, Gradient(tape, batch, ids: default).Transitions));
        Assert.Equal([0, 1], Best(backend, batch)[0]);
    });

    [Fact]
    public void In_single_precision_the_marginals_of_thousands_of_tokens_still_add_up_to_one()
    {
        ChainBatch batch = ChainBatch.Draw(new PhiloxRandom(54, 0), labels: 7, [4000, 3], scale: 10);
        CpuDevices.ForEach<float>(backend =>
        {
            using var tape = new Tape<float>(backend, recording: false);
            double[][] marginals = ChainBatch.Read(backend, Crf<float>.Marginals(tape, batch.On(tape)));
            Assert.All(marginals, token => Assert.Equal(1, token.Sum(), 1e-3));
        });
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        ChainBatch batch = ChainBatch.Draw(new PhiloxRandom(55, 0), labels: 21, [.. Enumerable.Range(1, 40).Reverse()], scale: 2);
        double[][] Run(int threads)
        {
            using Backend<float> backend = CpuDevice.Open<float>(threads);
            using var tape = new Tape<float>(backend, recording: false);
            LinearChain<float> gradient = Gradient(tape, batch, batch.IdsOn(tape));
            return [.. ((Tensor<float>[])[gradient.Emissions, gradient.Transitions, gradient.Start, gradient.End])
                .SelectMany(tensor => ChainBatch.Read(backend, tensor))];
        }

        double[][] expected = Run(1);
        foreach (int threads in (int[])[2, 3, 20]) Assert.Equal(expected, Run(threads));
    }

    [Fact]
    public void The_loss_is_the_mean_over_the_labelled_tokens()
    {
        ChainBatch batch = ChainBatch.Draw(new PhiloxRandom(56, 0), labels: 3, [5, 3, 1], scale: 1);
        double sum = Enumerable.Range(0, 3).Sum(s => batch.Sequence(s).LogPartition([.. batch.Ids[s].Select(_ => -1)])
            - batch.Sequence(s).LogPartition(batch.Ids[s]));
        using Backend<double> backend = CpuDevice.Open<double>(threads: 2);
        using var tape = new Tape<double>(backend, recording: false);
        LinearChain<double> chain = batch.On(tape);
        var weights = new ChainWeights<double>(
            Variable<double>.Constant(chain.Transitions), Variable<double>.Constant(chain.Start), Variable<double>.Constant(chain.End));
        Variable<double> loss = Crf<double>.Apply(
            tape, Variable<double>.Constant(chain.Emissions), weights, chain.Steps, batch.IdsOn(tape), counted: 6);
        Assert.Equal(sum / 6, ChainBatch.Read(backend, loss.Value)[0][0], 1e-12);
    }

    private static void ForEachBatch(double scale, Action<Backend<double>, ChainBatch> check)
    {
        var random = new PhiloxRandom(52, 0);
        foreach ((int labels, int[] lengths) in Shapes)
        {
            ChainBatch batch = ChainBatch.Draw(random, labels, lengths, scale);
            CpuDevices.ForEach<double>(backend => check(backend, batch));
        }
    }

    private static double[] LogPartitions<T>(Tape<T> tape, ChainBatch batch, Tensor<int> ids)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Tensor<T> logPartitions = tape.NewTensor(batch.Sequences, 1);
        tape.Backend.ChainForward(batch.On(tape), ids, tape.NewTensor(batch.Tokens, batch.Labels), logPartitions);
        return [.. ChainBatch.Read(tape.Backend, logPartitions).Select(row => row[0])];
    }

    /// <summary>The gradient of Σ log Z, taken with an upstream of 4 and a scale of 1/4.</summary>
    private static LinearChain<T> Gradient<T>(Tape<T> tape, ChainBatch batch, Tensor<int> ids)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        LinearChain<T> chain = batch.On(tape), gradient = batch.ZerosOn(tape);
        Tensor<T> arrivals = tape.NewTensor(batch.Tokens, batch.Labels), upstream = tape.NewTensor(1, 1);
        tape.Backend.Fill(upstream, T.CreateChecked(4));
        tape.Backend.ChainForward(chain, ids, arrivals, tape.NewTensor(batch.Sequences, 1));
        tape.Backend.ChainBackward(chain, ids, arrivals, upstream, T.CreateChecked(0.25), gradient);
        return gradient;
    }

    private static int[][] Best<T>(Backend<T> backend, ChainBatch batch)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using var tape = new Tape<T>(backend, recording: false);
        Tensor<int> labels = tape.NewIds(batch.Tokens);
        backend.ChainBest(batch.On(tape), tape.NewTensor(batch.Tokens, batch.Labels), labels);
        int[] rows = new int[batch.Tokens];
        backend.Download(labels, rows.AsSpan());
        return batch.Unpack(rows);
    }
}
