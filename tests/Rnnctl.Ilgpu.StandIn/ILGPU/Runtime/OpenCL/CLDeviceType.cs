// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime.OpenCL;

/// <summary>The kinds of OpenCL device.</summary>
public enum CLDeviceType
{
    /// <summary>Unknown.</summary>
    None = 0,

    /// <summary>A GPU.</summary>
    CL_DEVICE_TYPE_GPU = 1 << 2,
}
