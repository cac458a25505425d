using Rnnctl.Compute;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Tests.StandIn;

namespace Rnnctl.Ilgpu.Tests.Memory;

/// <summary>On an NVIDIA GPU uploads pass through two mebibytes of page-locked memory, or past it.</summary>
public sealed class StagingRingTests(OpenDevices devices) : DeviceTest(devices)
{
    private const int RingBytes = 1 << 21;

    // The last of each of these uploads go to the front of the ring, over what has been sent from there.
    private static readonly int[] Small = [RingBytes / 3, RingBytes / 5, RingBytes / 2, 1, 60, 64];
    private static readonly int[] Large = [RingBytes, RingBytes + 1, 3 * RingBytes, 7];

    [Fact]
    public void More_uploads_than_the_ring_holds_arrive_intact() => OnGpu(Small);

    [Fact]
    public void An_upload_as_large_as_the_ring_or_larger_arrives_intact() => OnGpu(Large);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Uploads_of_all_sizes_arrive_intact_on_every_device(string device) => AssertArrive(Open<float>(device), [.. Small, .. Large]);

    /// <summary>On the stand-in for an NVIDIA GPU, the only kind of device that has a ring.</summary>
    private static void OnGpu(int[] lengths)
    {
        using Backend<float> gpu = IlgpuDevices.Open<float>(Accelerators.Open(Accelerators.Gpu(hasBlas: true)));
        AssertArrive(gpu, lengths);
    }

    /// <summary>Uploads those numbers of bytes three times over, then looks at all of them.</summary>
    private static void AssertArrive(Backend<float> backend, int[] lengths)
    {
        var random = new Random(94);
        var sent = new List<(byte[] Bytes, Storage<byte> Storage)>();
        foreach (int length in lengths.Concat(lengths).Concat(lengths))
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            Storage<byte> storage = backend.Allocate<byte>(length);
            backend.Upload<byte>(bytes, new Tensor<byte>(storage, 0, 1, length));
            sent.Add((bytes, storage));
        }

        foreach ((byte[] bytes, Storage<byte> storage) in sent)
        {
            var received = new byte[bytes.Length];
            backend.Download(new Tensor<byte>(storage, 0, 1, bytes.Length), received.AsSpan());
            Assert.True(bytes.AsSpan().SequenceEqual(received), $"{bytes.Length} bytes");
            storage.Dispose();
        }
    }
}
