using ILGPU;
using ILGPU.Runtime;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Accelerators;
using Rnnctl.Ilgpu.Memory;

namespace Rnnctl.Ilgpu.Tests.Memory;

/// <summary>On an NVIDIA GPU, uploads of up to two mebibytes pass through page-locked memory.</summary>
public sealed class StagingRingTests : DeviceTest
{
    private const int RingBytes = 1 << 21;

    // The last uploads of each list go to the front of the ring, over earlier ones.
    private static readonly int[] Small = [RingBytes / 3, RingBytes / 5, RingBytes / 2, 1, 60, 64];
    private static readonly int[] Large = [RingBytes, RingBytes + 1, 3 * RingBytes, 7];

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Uploads_of_all_sizes_arrive_intact_on_every_device(string device)
    {
        Backend<float> backend = Open<float>(device);
        foreach (byte[] bytes in Messages([.. Small, .. Large]))
        {
            using Storage<byte> storage = backend.Allocate<byte>(bytes.Length);
            var tensor = new Tensor<byte>(storage, 0, 1, bytes.Length);
            backend.Upload<byte>(bytes, tensor);
            var received = new byte[bytes.Length];
            backend.Download(tensor, received.AsSpan());
            Assert.True(bytes.AsSpan().SequenceEqual(received), $"{bytes.Length} bytes");
        }
    }

    [Fact]
    public void Uploads_that_fit_the_ring_arrive_intact_and_larger_ones_are_declined()
    {
        using AcceleratorSession session = IlgpuContext.OpenEmulation(threads: 2, largestGroup: 1, watch: null);
        using var stream = new CountingStream(session.Accelerator);
        using var ring = new StagingRing(session.Accelerator, stream);
        foreach (byte[] bytes in Messages([.. Small, .. Large]))
        {
            using MemoryBuffer1D<byte, Stride1D.Dense> target = session.Accelerator.Allocate1D<byte>(bytes.Length);
            Assert.Equal(bytes.Length <= RingBytes, ring.TrySend<byte>(bytes, target.View.BaseView));
            if (bytes.Length <= RingBytes) Assert.Equal(bytes, target.GetAsArray1D());
        }
    }

    // A GPU may read the ring until the host has waited for it.
    [Fact]
    public void Nothing_is_overwritten_before_the_host_has_waited()
    {
        using AcceleratorSession session = IlgpuContext.OpenEmulation(threads: 2, largestGroup: 1, watch: null);
        using var stream = new CountingStream(session.Accelerator);
        using var ring = new StagingRing(session.Accelerator, stream);
        using MemoryBuffer1D<byte, Stride1D.Dense> target = session.Accelerator.Allocate1D<byte>(RingBytes);
        int waits = 0, sinceWait = 0;
        foreach (byte[] bytes in Messages([.. Small, RingBytes, .. Small, RingBytes, 1]))
        {
            ring.TrySend<byte>(bytes, target.View.BaseView.SubView(0, bytes.Length));
            sinceWait = stream.Waits == waits ? sinceWait + bytes.Length : bytes.Length;
            waits = stream.Waits;
            Assert.True(sinceWait <= RingBytes, $"{sinceWait} bytes are on their way");
        }

        Assert.True(waits > 0);
    }

    private static IEnumerable<byte[]> Messages(int[] lengths)
    {
        var random = new Random(94);
        foreach (int length in lengths.Concat(lengths))
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            yield return bytes;
        }
    }

    /// <summary>A stream that counts how often the host waits for it.</summary>
    private sealed class CountingStream(Accelerator accelerator) : AcceleratorStream(accelerator)
    {
        public int Waits { get; private set; }

        public override void Synchronize() => Waits++;

        protected override ProfilingMarker AddProfilingMarkerInternal() => throw new NotSupportedException();

        protected override void DisposeAcceleratorObject(bool disposing)
        {
        }
    }
}
