// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime.Cuda;

/// <summary>cuBLAS refused; no <see cref="AcceleratorException"/>, as in ILGPU.</summary>
public sealed class CuBlasException : Exception
{
    /// <summary>A refusal in words.</summary>
    public CuBlasException(string message)
        : base(message)
    {
    }
}
