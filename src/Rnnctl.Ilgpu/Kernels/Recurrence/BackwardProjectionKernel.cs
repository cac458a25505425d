using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Recurrence;

/// <summary>
/// The backward step of a clipped projection h = clip(P m), before the products with P: computes the gradient of P m, and saves h' for the gradient of U. One
/// thread per column of h and sequence (B sequences, R columns).
/// </summary>
/// <param name="limit">The largest magnitude of h.</param>
/// <param name="hidden">h, <c>[B, R]</c>.</param>
/// <param name="hiddenGradient">dh, <c>[B, R]</c>.</param>
/// <param name="projectedGradient">Receives the gradient of P m, <c>[B, R]</c>.</param>
/// <param name="previous">h' of the first rows; the others start from the initial state.</param>
/// <param name="initial">h_0 of every sequence of the batch; no rows if it is zero.</param>
/// <param name="saved">Receives h', <c>[B, R]</c>; no rows if it is saved already.</param>
internal readonly struct BackwardProjectionKernel<TReal>(
    TReal limit, DeviceMatrix<TReal> hidden, DeviceMatrix<TReal> hiddenGradient, DeviceMatrix<TReal> projectedGradient, DeviceMatrix<TReal> previous,
    DeviceMatrix<TReal> initial, DeviceMatrix<TReal> saved) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int j = index / hidden.Columns, k = index % hidden.Columns;
        projectedGradient[j, k] = hiddenGradient[j, k] * Clip.Slope(hidden[j, k], limit);
        if (j >= saved.Rows) return;
        if (j < previous.Rows) saved[j, k] = previous[j, k];
        else saved[j, k] = j < initial.Rows ? initial[j, k] : TReal.Constant(0);
    }
}
