using Rnnctl.Compute;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Ilgpu.Tests.Memory;

/// <summary>Uploads pass through two mebibytes of page-locked memory, or past it.</summary>
public sealed class StagingRingTests(OpenDevices devices) : DeviceTest(devices)
{
    private const int RingBytes = 1 << 21;

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void More_uploads_than_the_ring_holds_arrive_intact(string device) => AssertArrive(device, RingBytes / 3, RingBytes / 5, RingBytes / 2, 1, 60, 64);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void An_upload_as_large_as_the_ring_or_larger_arrives_intact(string device) => AssertArrive(device, RingBytes, RingBytes + 1, 3 * RingBytes);

    /// <summary>Uploads those numbers of bytes three times over, then looks at all of them.</summary>
    private void AssertArrive(string device, params int[] lengths)
    {
        Backend<float> backend = Open<float>(device);
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
