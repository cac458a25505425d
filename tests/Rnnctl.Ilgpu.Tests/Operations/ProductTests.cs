using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Ilgpu.Tests.Operations;

public sealed class ProductTests(OpenDevices devices) : DeviceTest(devices)
{
    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Products_agree_with_a_loop(string device) => Check(device, default(LoopCheck));

    private readonly struct LoopCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(84, 0);
            foreach ((int m, int n, int k, int margin) in ProductCheck.Shapes)
                ProductCheck.Run(device, random, (m, n, k), margin);
            for (int i = 0; i < 12; i++)
                ProductCheck.Run(device, random, (1 + random.Next(20), 1 + random.Next(20), random.Next(20)), random.Next(3));
        }
    }
}
