using Rnnctl.Ilgpu.Memory;

namespace Rnnctl.Ilgpu.Kernels.Elementwise;

/// <summary>target ← value.</summary>
internal readonly struct FillKernel<TReal>(TReal value, DeviceMatrix<TReal> target) : IElementKernel
    where TReal : unmanaged
{
    /// <inheritdoc />
    public void Run(int index) => target[index] = value;
}
