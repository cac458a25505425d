// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime.OpenCL;

/// <summary>What an OpenCL device can do.</summary>
public sealed class CLCapabilityContext
{
    internal CLCapabilityContext()
    {
    }

    /// <summary>Whether a pointer can point into any memory.</summary>
    public bool GenericAddressSpace { get; }

    /// <summary>Whether it computes in double precision.</summary>
    public bool Float64 { get; }
}
