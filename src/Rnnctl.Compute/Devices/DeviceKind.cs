namespace Rnnctl.Compute.Devices;

/// <summary>The kinds of device that a user can ask for.</summary>
public enum DeviceKind
{
    /// <summary>The best that is there.</summary>
    Auto,

    /// <summary>The managed SIMD backend.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU through ILGPU.</summary>
    Cuda,

    /// <summary>An OpenCL device through ILGPU.</summary>
    Opencl,

    /// <summary>ILGPU's own emulation on the CPU, which is there to check kernels.</summary>
    IlgpuCpu,
}
