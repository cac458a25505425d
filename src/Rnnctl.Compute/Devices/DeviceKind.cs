namespace Rnnctl.Compute.Devices;

/// <summary>The kinds of device that a user can choose.</summary>
public enum DeviceKind
{
    /// <summary>The best available device.</summary>
    Auto,

    /// <summary>The managed SIMD backend.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU through ILGPU.</summary>
    Cuda,

    /// <summary>An OpenCL device through ILGPU.</summary>
    Opencl,

    /// <summary>ILGPU's emulation of a device on the CPU, for checking kernels.</summary>
    IlgpuCpu,
}
