using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tests.Cpu.Rows;

namespace Rnnctl.Ilgpu.Tests.Operations;

public sealed class LayerNormTests(OpenDevices devices) : DeviceTest(devices)
{
    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Values_and_gradients_agree_with_the_definition(string device) => Check(device, default(DefinitionCheck));

    private readonly struct DefinitionCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(81, 0);
            foreach ((int rows, int columns, int margin) in Shapes.NotEmpty(random)) NaiveLayerNorm.Check(device, random, rows, columns, margin);
        }
    }
}
