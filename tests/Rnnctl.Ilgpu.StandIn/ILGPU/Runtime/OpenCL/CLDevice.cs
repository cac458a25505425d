// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using ILGPU.Backends.OpenCL;

namespace ILGPU.Runtime.OpenCL;

/// <summary>An OpenCL device, of which there are none.</summary>
public sealed class CLDevice : Device
{
    private CLDevice()
    {
    }

    /// <summary>The driver's name.</summary>
    public string PlatformName { get; } = "";

    /// <summary>What it is.</summary>
    public CLDeviceType DeviceType { get; }

    /// <summary>The version of OpenCL.</summary>
    public CLDeviceVersion DeviceVersion { get; }

    /// <summary>The version of OpenCL C.</summary>
    public CLCVersion CLStdVersion { get; }

    /// <summary>What it can do.</summary>
    public CLCapabilityContext Capabilities { get; } = new();

    /// <inheritdoc />
    public override Accelerator CreateAccelerator(Context context) => throw new NotSupportedException("the stand-in has no OpenCL");
}
