// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime;

/// <summary>An accelerator failed.</summary>
public abstract class AcceleratorException : Exception
{
    /// <summary>A failure in words.</summary>
    protected AcceleratorException(string message)
        : base(message)
    {
    }
}
