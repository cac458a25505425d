using ILGPU;
using Rnnctl.Compute.Randomness;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Elementwise;

/// <summary>Element i ← <c>kept</c> if the key's word i is less than a threshold, else 0.</summary>
internal readonly struct DropoutMaskKernel<TReal>(DropoutKey key, uint threshold, TReal kept, ArrayView<TReal> target) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index) => target[index] = DropoutKey.Word(key, (uint)index) < threshold ? kept : TReal.Constant(0);
}
