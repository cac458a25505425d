using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Compute.Tests.Chains;

namespace Rnnctl.Ilgpu.Tests.Chains;

/// <summary>The algorithms of linear chains, as the CPU backend has them, which is held against every labelling written down.</summary>
public sealed class ChainTests(OpenDevices devices) : DeviceTest(devices)
{
    private static readonly (int Labels, int[] Lengths)[] Shapes = [(1, [2, 1]), (3, [6, 4, 4, 1]), (19, [5, 3, 3, 1])];

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Log_partitions_and_gradients_are_those_of_the_CPU(string device) => Check(device, default(GradientCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void The_best_labelling_is_that_of_the_CPU(string device) => Check(device, default(BestCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void What_is_forbidden_has_no_probability_and_is_never_chosen(string device) => Check(device, default(ForbiddenCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Scores_far_beyond_the_range_of_the_exponential_have_a_partition_and_marginals(string device) => Check(device, default(FarCheck));

    private static double[][] Run<T>(Backend<T> backend, ChainBatch batch, bool withIds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var tape = new Tape<T>(backend, recording: false);
        LinearChain<T> chain = batch.On(tape), gradient = batch.ZerosOn(tape);
        Tensor<int> ids = withIds ? batch.IdsOn(tape) : default;
        Tensor<T> arrivals = tape.NewTensor(batch.Tokens, batch.Labels), logPartitions = tape.NewTensor(batch.Sequences, 1);
        Tensor<T> upstream = tape.NewTensor(1, 1);
        backend.Fill(upstream, T.CreateChecked(4));
        backend.ChainForward(chain, ids, arrivals, logPartitions);
        backend.ChainBackward(chain, ids, arrivals, upstream, T.CreateChecked(0.25), gradient);
        Tensor<T>[] results = [logPartitions, gradient.Emissions, gradient.Transitions, gradient.Start, gradient.End];
        return [.. results.Select(result => ChainBatch.Read(backend, result).SelectMany(row => row).ToArray())];
    }

    private static int[] Best<T>(Backend<T> backend, ChainBatch batch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var tape = new Tape<T>(backend, recording: false);
        Tensor<int> labels = tape.NewIds(batch.Tokens);
        backend.ChainBest(batch.On(tape), tape.NewTensor(batch.Tokens, batch.Labels), labels);
        int[] rows = new int[batch.Tokens];
        backend.Download(labels, rows.AsSpan());
        return rows;
    }

    private readonly struct GradientCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(86, 0);
            foreach ((int labels, int[] lengths) in Shapes)
            {
                ChainBatch batch = ChainBatch.Draw(random, labels, lengths, scale: 3);
                foreach (bool withIds in (bool[])[false, true])
                {
                    double[][] expected = ChainTests.Run(cpu, batch, withIds), actual = ChainTests.Run(device, batch, withIds);

                    // Every step's weights lie within a few times 3 and are rounded to a part of that.
                    double bound = Bound<T>(labels * lengths[0], magnitude: 20);
                    Assert.All(expected.Zip(actual), tensors => Assert.All(
                        tensors.First.Zip(tensors.Second), pair => Assert.InRange(pair.Second - pair.First, -bound, bound)));
                }
            }
        }
    }

    private readonly struct BestCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(87, 0);
            foreach ((int labels, int[] lengths) in Shapes)
            {
                ChainBatch batch = ChainBatch.Draw(random, labels, lengths, scale: 3);
                Assert.Equal(Best(cpu, batch), Best(device, batch));
            }

            // Where all are equal, the first.
            double[][][] equal = [[[1, 1, 1], [1, 1, 1]]];
            Assert.Equal([0, 0], Best(device, new ChainBatch(equal, [[0, 0, 0], [0, 0, 0], [0, 0, 0]], [0, 0, 0], [0, 0, 0])));
        }
    }

    private readonly struct ForbiddenCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            // Label 2 can only stand first, label 1 never; all emissions are for 1 and 2.
            const double Never = double.NegativeInfinity;
            double[] token = [0, 50, 40];
            double[][][] emissions = [[token, token, token, token], [token, token], [token]];
            var batch = new ChainBatch(emissions, [[0, Never, Never], [0, 0, Never], [0, Never, Never]], [0, Never, 0], [0, 0, 0]);
            Assert.Equal([2, 2, 2, 0, 0, 0, 0], Best(device, batch));
            double[] marginals = ChainTests.Run(device, batch, withIds: false)[1];
            double[][] expected = [[0, 0, 1], [0, 0, 1], [0, 0, 1], [1, 0, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0]];
            Assert.All(expected.SelectMany(row => row).Zip(marginals), pair => Assert.Equal(pair.First, pair.Second, Bound<T>(3)));
        }
    }

    private readonly struct FarCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var batch = new ChainBatch([[[2000, 0], [0, 2000]]], [[0, -1000], [-1000, 0]], [0, 0], [0, 0]);
            double[][] results = ChainTests.Run(device, batch, withIds: false);
            Assert.Equal([3000], results[0]);
            Assert.Equal([1, 0, 0, 1], results[1]);
            Assert.Equal([0, 1, 0, 0], results[2]);
        }
    }
}
