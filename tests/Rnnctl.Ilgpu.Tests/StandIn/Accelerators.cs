using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace Rnnctl.Ilgpu.Tests.StandIn;

/// <summary>Devices of the stand-in of other shapes than the emulation has.</summary>
internal static class Accelerators
{
    /// <summary>The name under which a user would know them.</summary>
    public const string Name = "cuda:3";

    /// <summary>An emulation whose groups are large enough for tiles.</summary>
    public static CPUDevice OfLargeGroups() => new(32, 8, 1);

    /// <summary>An emulation that is as small as can be.</summary>
    public static CPUDevice Small() => new(2, 1, 1);

    /// <summary>A GPU with or without cuBLAS.</summary>
    public static CudaDevice Gpu(bool hasBlas) => new(threadsOfGroup: 4, hasBlas);

    /// <summary>Opens a device.</summary>
    public static AcceleratorSession Open(Device device) => new(Context.Create(_ => { }), device, Name);
}
