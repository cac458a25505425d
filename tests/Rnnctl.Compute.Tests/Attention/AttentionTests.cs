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
    /// <remarks>Every device is compared with the naive reference; this test compares the reference with the numbers worked out beside the batches.</remarks>
    [Fact]
    public void The_naive_reference_agrees_with_numbers_worked_by_hand()
    {
        AssertWeights(NaiveAttention.Run(GivenAttentionCase.TwoKeys), 0.7310586, 0.2689414, 12.689414);
        AssertWeights(NaiveAttention.Run(GivenAttentionCase.TwoKeysAdditive), 0.5580355, 0.4419645, 14.419645);

        static void AssertWeights(double[][,] results, double first, double second, double output)
        {
            Assert.Equal(first, results[0][0, 0], 1e-7);
            Assert.Equal(second, results[0][0, 1], 1e-7);
            Assert.Equal(output, results[1][0, 0], 1e-6);
        }
    }

    [Fact]
    public void Inputs_of_attention_without_a_gradient_do_not_change_the_other_gradients() => CpuDevices.ForEach<double>(backend =>
    {
        SequencePairs pairs = SequencePairs.Self(PackedBatch.Of(3, 2));
        double[][] all = Gradients(backend, pairs, [true, true, true]);
        for (int without = 0; without < 3; without++)
        {
            double[][] some = Gradients(backend, pairs, [without != 0, without != 1, without != 2]);
            for (int i = 0; i < 3; i++) Assert.Equal(i == without ? [] : all[i], some[i]);
        }
    });

    [Fact]
    public void Inputs_of_additive_attention_without_a_gradient_do_not_change_the_other_gradients() => CpuDevices.ForEach<double>(backend =>
    {
        SequencePairs pairs = SequencePairs.Self(PackedBatch.Of(3, 2));
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
    public void Repeated_attention_allocates_nothing_on_the_managed_heap(bool additive)
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 2);
        using var tape = new Tape<float>(backend);
        var pairs = new SequencePairs(PackedBatch.Of(9, 4), PackedBatch.Of(7, 7, 2), (int[])[2, 0]);
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
    public void Shapes_and_pairs_that_do_not_fit_are_refused()
    {
        PackedSteps two = PackedBatch.Of(2, 1), three = PackedBatch.Of(3, 1);
        SequencePairs self = SequencePairs.Self(two);
        Assert.Contains("do not fit 3 heads", Refusal(self, heads: 3, queries: 3, keys: 3, columns: 4), StringComparison.Ordinal);
        Assert.Contains("do not fit their batches", Refusal(self, heads: 2, queries: 4, keys: 3, columns: 4), StringComparison.Ordinal);
        Assert.Equal(
            "sequence 1 attends to sequence 2, but there are 2 sequences of keys",
            Refusal(new(two, three, (int[])[0, 2]), heads: 1, queries: 3, keys: 4, columns: 4));
        Assert.Equal(
            "two sequences attend to sequence 1, which a backward pass does not support",
            Refusal(new(two, three, (int[])[1, 1]), heads: 1, queries: 3, keys: 4, columns: 4));
        Assert.Equal("1 key sequences for 2 query sequences", Refusal(new(two, three, (int[])[1]), heads: 1, queries: 3, keys: 4, columns: 4));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, 5)]
    [InlineData(2, 4)]
    public void A_scorer_with_a_wrong_width_or_several_rows_is_refused(int rows, int columns)
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using var tape = new Tape<float>(backend);
        Variable<float> x = tape.NewVariable(3, 4), scorer = tape.NewVariable(rows, columns);
        SequencePairs pairs = SequencePairs.Self(PackedBatch.Of(2, 1));
        string message = Assert.Throws<ArgumentException>(() => Attend<float>.Apply(tape, pairs, heads: 2, scorer, x, x, x)).Message;
        Assert.Contains($"scorer [{rows}, {columns}] does not fit keys [3, 4]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_sequences_may_attend_to_the_same_keys_without_a_backward_pass() => CpuDevices.ForEach<double>(backend =>
    {
        using var tape = new Tape<double>(backend, recording: false);
        double[,] keys = Matrices.Random<double>(new PhiloxRandom(63, 0), 2, 1);
        using var workspace = new Workspace<double>(backend);
        Variable<double> k = Variable<double>.Constant(workspace.Place(keys).Tensor);
        Variable<double> q = Variable<double>.Constant(workspace.Place(new double[,] { { 0 }, { 0 } }).Tensor);
        var pairs = new SequencePairs(PackedBatch.Of(1, 1), PackedBatch.Of(2), (int[])[0, 0]);
        Variable<double> outputs = Attend<double>.Apply(tape, pairs, heads: 1, scale: 1, q, k, k).Outputs;
        double[] means = new double[2];
        backend.Download(outputs.Value, means.AsSpan());
        Assert.All(means, mean => Assert.Equal((keys[0, 0] + keys[1, 0]) / 2, mean, 1e-15));
    });

    private static double[][] Gradients(Backend<double> backend, SequencePairs pairs, bool[] learns)
    {
        using var tape = new Tape<double>(backend);
        using var workspace = new Workspace<double>(backend);
        var random = new PhiloxRandom(64, 0);
        int RowsOf(int input) => input < 3 ? pairs.Keys.Tokens : 1;
        Variable<double>[] inputs =
        [
            .. learns.Select((one, i) => (Learns: one, Value: workspace.Place(Matrices.Random<double>(random, RowsOf(i), 4)).Tensor))
                .Select(one => new Variable<double>(one.Value, one.Learns ? tape.NewZeros(one.Value.Rows, one.Value.Columns).Value : default)),
        ];
        Variable<double> outputs = inputs.Length > 3
            ? Attend<double>.Apply(tape, pairs, heads: 2, inputs[3], inputs[0], inputs[1], inputs[2]).Outputs
            : Attend<double>.Apply(tape, pairs, heads: 2, scale: 1, inputs[0], inputs[1], inputs[2]).Outputs;
        backend.Upload([.. Matrices.Random<double>(random, outputs.Rows, outputs.Columns).Cast<double>()], outputs.Gradient);
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
