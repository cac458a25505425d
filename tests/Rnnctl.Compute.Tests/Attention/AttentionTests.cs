using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Compute.Tests.Cpu;

namespace Rnnctl.Compute.Tests.Attention;

public sealed class AttentionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void In_double_precision_random_batches_agree_with_the_naive_reference(ulong seed) => AgreeWithReference<double>(seed, bound: 1e-12);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void In_single_precision_random_batches_agree_with_the_naive_reference(ulong seed) => AgreeWithReference<float>(seed, bound: 2e-4);

    [Fact]
    public void Sequences_longer_and_heads_wider_than_a_block_of_a_product_agree_with_the_naive_reference()
    {
        AttentionBatch batch = AttentionBatch.Draw<double>(new PhiloxRandom(61, 0), heads: 1, keyWidth: 300, valueWidth: 3, 290, 1);
        double[][,] expected = NaiveAttention.Run(batch);
        using Backend<double> backend = CpuDevice.Open<double>(threads: 2);
        AttentionBatch.AssertClose(expected, batch.Run(backend), 1e-11);
    }

    /// <remarks>A head's width from one number to several registers and a rest, at every width of a register.</remarks>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(203)]
    public void Few_queries_of_many_keys_as_a_decoder_step_has_them_agree_with_the_naive_reference(int width)
    {
        var random = new PhiloxRandom(65, 0);
        var pairs = new SequencePairs(AttentionBatch.Packed(4, 2, 1), AttentionBatch.Packed(90, 17, 3, 1), (int[])[1, 0, 2]);
        AgreeWithReference<double>(AttentionBatch.Draw<double>(random, pairs, heads: 2, keyWidth: width, valueWidth: width + 2), bound: 1e-12);
    }

    /// <remarks>
    /// One query q = (1, 0), keys (2, 5) and (0, 7), scale 1/2: scores 1 and 0, weights e / (e + 1) = 0.7310586 and 0.2689414; values 10 and 20 give
    /// 12.689414.
    /// </remarks>
    [Fact]
    public void Two_keys_worked_by_hand() => CpuDevices.ForEach<double>(backend =>
    {
        var pairs = new SequencePairs(AttentionBatch.Packed(1), AttentionBatch.Packed(2), default);
        var batch = new AttentionBatch(
            pairs, Heads: 1, Scale: 0.5, new double[,] { { 1, 0 } }, new double[,] { { 2, 5 }, { 0, 7 } }, new double[,] { { 10 }, { 20 } }, new double[1, 1]);
        double[][,] results = batch.Run(backend);
        Assert.Equal(0.7310586, results[0][0, 0], 1e-7);
        Assert.Equal(0.2689414, results[0][0, 1], 1e-7);
        Assert.Equal(12.689414, results[1][0, 0], 1e-6);
    });

    /// <remarks>
    /// One query q = (1, 0), keys (2, 5) and (0, 7), v = (1, 3): scores tanh 3 + 3 tanh 5 = 3.9947823 and tanh 1 + 3 tanh 7 = 3.7615892, which differ by
    /// 0.2331932, so the weights are 0.5580355 and 0.4419645; values 10 and 20 give 14.419645.
    /// </remarks>
    [Fact]
    public void Two_keys_scored_additively_worked_by_hand() => CpuDevices.ForEach<double>(backend =>
    {
        var pairs = new SequencePairs(AttentionBatch.Packed(1), AttentionBatch.Packed(2), default);
        double[,] q = { { 1, 0 } }, k = { { 2, 5 }, { 0, 7 } }, v = { { 1, 3 } };
        var batch = new AttentionBatch(pairs, Heads: 1, Scale: 1, q, k, new double[,] { { 10 }, { 20 } }, new double[1, 1]) { Scorer = v };
        double[][,] results = batch.Run(backend);
        Assert.Equal(0.5580355, results[0][0, 0], 1e-7);
        Assert.Equal(0.4419645, results[0][0, 1], 1e-7);
        Assert.Equal(14.419645, results[1][0, 0], 1e-6);
    });

    [Fact]
    public void Additive_scores_of_saturated_units_teach_nothing_but_the_scorer() => CpuDevices.ForEach<float>(backend =>
    {
        var pairs = SequencePairs.Self(AttentionBatch.Packed(2));
        double[,] far = { { 1000 }, { -500 } }, values = { { 3 }, { 4 } }, ones = { { 1 }, { 1 } };
        double[][,] results = new AttentionBatch(pairs, Heads: 1, Scale: 1, far, far, values, ones) { Scorer = new double[,] { { 2 } } }.Run(backend);
        Assert.All(results[2].Cast<double>().Concat(results[3].Cast<double>()), number => Assert.Equal(0, number));
        Assert.NotEqual(0, results[5][0, 0]);
    });

    [Fact]
    public void Scores_far_beyond_the_range_of_the_exponential_give_weights_and_gradients() => CpuDevices.ForEach<float>(backend =>
    {
        var pairs = SequencePairs.Self(AttentionBatch.Packed(2));
        var batch = new AttentionBatch(
            pairs,
            Heads: 1,
            Scale: 1,
            new double[,] { { 1000 }, { -1000 } },
            new double[,] { { 1000 }, { -1000 } },
            new double[,] { { 3 }, { 4 } },
            new double[,] { { 1 }, { 1 } });
        double[][,] results = batch.Run(backend);
        Assert.Equal([1, 0, 0, 1], results[0].Cast<double>());
        Assert.Equal([3, 4], results[1].Cast<double>());
        Assert.All(results.Skip(2).SelectMany(gradient => gradient.Cast<double>()), number => Assert.True(double.IsFinite(number)));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_bits_do_not_depend_on_the_number_of_threads(bool additive)
    {
        var random = new PhiloxRandom(62, 0);
        AttentionBatch batch = AttentionBatch.Draw<float>(random, heads: 3, keyWidth: 21, valueWidth: 17, 33, 20, 20, 7, 2, 1);
        if (additive) batch = batch.Additive<float>(random);
        double[][,] Run(int threads)
        {
            using Backend<float> backend = CpuDevice.Open<float>(threads);
            return batch.Run(backend);
        }

        double[][,] expected = Run(1);
        foreach (int threads in (int[])[2, 3, 20]) Assert.Equal(expected, Run(threads));
    }

    [Fact]
    public void What_nothing_learns_from_gets_no_gradient_and_changes_none() => CpuDevices.ForEach<double>(backend =>
    {
        SequencePairs pairs = SequencePairs.Self(AttentionBatch.Packed(3, 2));
        double[][] all = Gradients(backend, pairs, [true, true, true]);
        for (int without = 0; without < 3; without++)
        {
            double[][] some = Gradients(backend, pairs, [without != 0, without != 1, without != 2]);
            for (int i = 0; i < 3; i++) Assert.Equal(i == without ? [] : all[i], some[i]);
        }
    });

    [Fact]
    public void What_nothing_learns_from_gets_no_gradient_of_additive_scores_and_changes_none() => CpuDevices.ForEach<double>(backend =>
    {
        SequencePairs pairs = SequencePairs.Self(AttentionBatch.Packed(3, 2));
        double[][] all = Gradients(backend, pairs, [true, true, true, true]);
        for (int without = 0; without < 4; without++)
        {
            double[][] some = Gradients(backend, pairs, [without != 0, without != 1, without != 2, without != 3]);
            for (int i = 0; i < 4; i++) Assert.Equal(i == without ? [] : all[i], some[i]);
        }
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Steady_use_allocates_nothing_on_the_managed_heap(bool additive)
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 2);
        using var tape = new Tape<float>(backend);
        var pairs = new SequencePairs(AttentionBatch.Packed(9, 4), AttentionBatch.Packed(7, 7, 2), (int[])[2, 0]);
        void Step()
        {
            tape.Reset();
            Variable<float> queries = tape.NewVariable(13, 8), keys = tape.NewVariable(16, 8), scorer = tape.NewVariable(1, 8);
            backend.Clear(queries.Value);
            backend.Clear(keys.Value);
            backend.Clear(scorer.Value);
            if (additive) Attend<float>.Apply(tape, pairs, heads: 2, scorer, queries, keys, keys);
            else Attend<float>.Apply(tape, pairs, heads: 2, scale: 1, queries, keys, keys);
            tape.Backward();
        }

        for (int i = 0; i < 100; i++) Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        PackedSteps two = AttentionBatch.Packed(2, 1), three = AttentionBatch.Packed(3, 1);
        SequencePairs self = SequencePairs.Self(two);
        Assert.Contains("do not fit 3 heads", Refusal(self, heads: 3, queries: 3, keys: 3, columns: 4), StringComparison.Ordinal);
        Assert.Contains("do not fit their batches", Refusal(self, heads: 2, queries: 4, keys: 3, columns: 4), StringComparison.Ordinal);
        Assert.Equal("sequence 1 attends to sequence 2 of 2", Refusal(new(two, three, (int[])[0, 2]), heads: 1, queries: 3, keys: 4, columns: 4));
        Assert.Equal("two sequences learn from attending to sequence 1", Refusal(new(two, three, (int[])[1, 1]), heads: 1, queries: 3, keys: 4, columns: 4));
        Assert.Equal("1 places of keys for 2 sequences of queries", Refusal(new(two, three, (int[])[1]), heads: 1, queries: 3, keys: 4, columns: 4));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, 5)]
    [InlineData(2, 4)]
    public void A_scorer_of_another_width_or_of_several_rows_is_refused(int rows, int columns)
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using var tape = new Tape<float>(backend);
        Variable<float> x = tape.NewVariable(3, 4), scorer = tape.NewVariable(rows, columns);
        SequencePairs pairs = SequencePairs.Self(AttentionBatch.Packed(2, 1));
        string message = Assert.Throws<ArgumentException>(() => Attend<float>.Apply(tape, pairs, heads: 2, scorer, x, x, x)).Message;
        Assert.Contains($"scorer [{rows}, {columns}] does not fit keys [3, 4]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_learning_two_sequences_may_attend_to_the_same_keys() => CpuDevices.ForEach<double>(backend =>
    {
        using var tape = new Tape<double>(backend, recording: false);
        double[,] keys = CpuDevices.RandomMatrix<double>(new PhiloxRandom(63, 0), 2, 1);
        using var workspace = new Workspace<double>(backend);
        Variable<double> k = Variable<double>.Constant(workspace.Place(keys).Tensor);
        Variable<double> q = Variable<double>.Constant(workspace.Place(new double[,] { { 0 }, { 0 } }).Tensor);
        var pairs = new SequencePairs(AttentionBatch.Packed(1, 1), AttentionBatch.Packed(2), (int[])[0, 0]);
        Variable<double> outputs = Attend<double>.Apply(tape, pairs, heads: 1, scale: 1, q, k, k).Outputs;
        double[] means = new double[2];
        backend.Download(outputs.Value, means.AsSpan());
        Assert.All(means, mean => Assert.Equal((keys[0, 0] + keys[1, 0]) / 2, mean, 1e-15));
    });

    private static void AgreeWithReference<T>(ulong seed, double bound)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new PhiloxRandom(seed, 0);
        for (int round = 0; round < 4; round++)
        {
            AttentionBatch batch = AttentionBatch.Draw<T>(
                random, AttentionBatch.DrawPairs(random), heads: 1 + random.Next(4), keyWidth: 1 + random.Next(40), valueWidth: 1 + random.Next(40));
            AgreeWithReference<T>(batch, bound);
            AgreeWithReference<T>(batch.Additive<T>(random), bound);
        }
    }

    private static void AgreeWithReference<T>(AttentionBatch batch, double bound)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[][,] expected = NaiveAttention.Run(batch);
        CpuDevices.ForEach<T>(backend => AttentionBatch.AssertClose(expected, batch.Run(backend), bound));
    }

    private static double[][] Gradients(Backend<double> backend, SequencePairs pairs, bool[] learns)
    {
        using var tape = new Tape<double>(backend);
        using var workspace = new Workspace<double>(backend);
        var random = new PhiloxRandom(64, 0);
        int RowsOf(int input) => input < 3 ? pairs.Keys.Tokens : 1;
        Variable<double>[] inputs =
        [
            .. learns.Select((one, i) => (Learns: one, Value: workspace.Place(CpuDevices.RandomMatrix<double>(random, RowsOf(i), 4)).Tensor))
                .Select(one => new Variable<double>(one.Value, one.Learns ? tape.NewZeros(one.Value.Rows, one.Value.Columns).Value : default)),
        ];
        Variable<double> outputs = inputs.Length > 3
            ? Attend<double>.Apply(tape, pairs, heads: 2, inputs[3], inputs[0], inputs[1], inputs[2]).Outputs
            : Attend<double>.Apply(tape, pairs, heads: 2, scale: 1, inputs[0], inputs[1], inputs[2]).Outputs;
        backend.Upload([.. CpuDevices.RandomMatrix<double>(random, outputs.Rows, outputs.Columns).Cast<double>()], outputs.Gradient);
        tape.Backward();
        return [.. inputs.Select(input => Read(backend, input.Gradient))];
    }

    private static double[] Read(Backend<double> backend, Tensor<double> tensor)
    {
        double[] numbers = new double[tensor.Count];
        if (numbers.Length > 0) backend.Download(tensor, numbers.AsSpan());
        return numbers;
    }

    private static string Refusal(SequencePairs pairs, int heads, int queries, int keys, int columns)
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using var tape = new Tape<float>(backend);
        Variable<float> q = tape.NewVariable(queries, columns), k = tape.NewVariable(keys, columns);
        return Assert.Throws<ArgumentException>(() => Attend<float>.Apply(tape, pairs, heads, scale: 1, q, k, k)).Message;
    }
}
