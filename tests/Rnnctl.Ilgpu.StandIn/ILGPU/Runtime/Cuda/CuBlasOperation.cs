// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime.Cuda;

/// <summary>What becomes of a matrix before it is multiplied.</summary>
public enum CuBlasOperation
{
    /// <summary>It stays as it is.</summary>
    NonTranspose = 0,

    /// <summary>It is transposed.</summary>
    Transpose = 1,
}
