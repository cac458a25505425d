// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Backends.OpenCL;

/// <summary>What ILGPU asks of OpenCL.</summary>
public static class CLBackend
{
    /// <summary>The oldest version of OpenCL C that will do.</summary>
    public static readonly CLCVersion MinimumVersion = new(2, 0);
}
