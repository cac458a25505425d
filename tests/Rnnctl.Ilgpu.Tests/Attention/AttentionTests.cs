using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tests.Attention;

namespace Rnnctl.Ilgpu.Tests.Attention;

/// <summary>Attention with several heads, by dot products and additive, as the reference has it.</summary>
public sealed class AttentionTests(OpenDevices devices) : DeviceTest(devices)
{
    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Random_batches_agree_with_the_naive_reference(string device) => Check(device, default(ReferenceCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Scores_far_beyond_the_range_of_the_exponential_have_weights_and_gradients(string device) => Check(device, default(FarCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Two_runs_give_equal_bits(string device) => Check(device, default(TwiceCheck));

    private readonly struct ReferenceCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(88, 0);
            AttentionBatch[] batches =
            [
                AttentionBatch.Draw<T>(random, heads: 1, keyWidth: 3, valueWidth: 3, 1),
                AttentionBatch.Draw<T>(random, heads: 2, keyWidth: 5, valueWidth: 2, 6, 4, 4, 1),
                AttentionBatch.Draw<T>(random, AttentionBatch.DrawPairs(random), heads: 3, keyWidth: 2, valueWidth: 4),
                AttentionBatch.Draw<T>(random, AttentionBatch.DrawPairs(random), heads: 1, keyWidth: 7, valueWidth: 1),
            ];
            foreach (AttentionBatch batch in batches.Concat(batches.Select(batch => batch.Additive<T>(random))))
                AttentionBatch.AssertClose(NaiveAttention.Run(batch), batch.Run(device), Bound<T>(40, magnitude: 4));
        }
    }

    private readonly struct FarCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            double[,] far = { { 1000 }, { -1000 } }, values = { { 3 }, { 4 } };
            var batch = new AttentionBatch(SequencePairs.Self(AttentionBatch.Packed(2)), Heads: 1, Scale: 1, far, far, values, values);
            double[][,] results = batch.Run(device);
            Assert.Equal([1, 0, 0, 1], results[0].Cast<double>());
            Assert.Equal([3, 4], results[1].Cast<double>());
            Assert.All(results[2].Cast<double>().Concat(results[3].Cast<double>()), number => Assert.Equal(0, number));
        }
    }

    private readonly struct TwiceCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(89, 0);
            AttentionBatch batch = AttentionBatch.Draw<T>(random, heads: 2, keyWidth: 6, valueWidth: 6, 12, 5, 3);
            Assert.Equal(batch.Run(device), batch.Run(device));
            AttentionBatch additive = batch.Additive<T>(random);
            Assert.Equal(additive.Run(device), additive.Run(device));
        }
    }
}
