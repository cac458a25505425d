using ILGPU;
using Rnnctl.Compute.Randomness;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Elementwise;

/// <summary>Element j of row i ← <c>kept</c> if word j of the row's key is less than a threshold, else 0.</summary>
internal readonly struct DropoutMaskKernel<TReal>(
    DropoutKey key, uint threshold, TReal kept, ArrayView<int> numbers, ArrayView<TReal> target, int columns) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        DropoutKey ofRow = DropoutKey.OfRow(key, (uint)numbers[index / columns]);
        target[index] = DropoutKey.Word(ofRow, (uint)(index % columns)) < threshold ? kept : TReal.Constant(0);
    }
}
