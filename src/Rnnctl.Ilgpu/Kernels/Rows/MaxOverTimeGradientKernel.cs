using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>gradient[rows[s, c], c] ← itself + upstream[s, c]. No two sequences share a row, so that threads never write to the same element.</summary>
internal readonly struct MaxOverTimeGradientKernel<TReal>(DeviceMatrix<TReal> upstream, ArrayView<int> rows, DeviceMatrix<TReal> gradient) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int sequence = index / upstream.Columns, column = index % upstream.Columns;
        gradient[rows[index], column] += upstream[sequence, column];
    }
}
