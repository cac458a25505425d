using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tests.Cpu;

namespace Rnnctl.Ilgpu.Tests.Operations;

public sealed class DropoutMaskTests(OpenDevices devices) : DeviceTest(devices)
{
    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void A_mask_is_the_CPUs_to_the_bit(string device)
    {
        foreach (double keep in new[] { 1, 0.7, 0.5, 0.01 }) Check(device, new MaskCheck(keep));
    }

    private readonly record struct MaskCheck(double Keep) : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            ulong step = 1UL << 33;
            foreach ((int rows, int columns, _) in Shapes.Of(new PhiloxRandom(83, 0)))
            {
                var key = new DropoutKey(Seed: 0xFEDCBA9876543210, Step: step++, Site: 3);
                Assert.Equal(Mask(cpu, key, rows, columns), Mask(device, key, rows, columns));
            }
        }

        private double[,] Mask<T>(Backend<T> backend, DropoutKey key, int rows, int columns)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var workspace = new Workspace<T>(backend);
            PlacedMatrix<T> mask = workspace.Place(new double[rows, columns]);
            backend.DropoutMask(key, Keep, mask.Tensor);
            return mask.Read();
        }
    }
}
