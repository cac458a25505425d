using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Recurrence;

/// <summary>Zoneout of a state at one step, h ← h' + s ⊙ (h~ - h'). One thread per unit and sequence.</summary>
/// <param name="state">Receives h, <c>[B, width]</c>.</param>
/// <param name="candidates">h~, <c>[B, width]</c>.</param>
/// <param name="updates">s, <c>[B, width]</c>.</param>
/// <param name="previous">h' of the first rows; the others start from the initial state.</param>
/// <param name="initial">h_0 of every sequence of the batch; no rows if it is zero.</param>
internal readonly struct ZoneoutKernel<TReal>(
    DeviceMatrix<TReal> state, DeviceMatrix<TReal> candidates, DeviceMatrix<TReal> updates, DeviceMatrix<TReal> previous, DeviceMatrix<TReal> initial)
    : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int j = index / state.Columns, k = index % state.Columns;
        TReal before = TReal.Constant(0);
        if (j < previous.Rows) before = previous[j, k];
        else if (j < initial.Rows) before = initial[j, k];
        state[j, k] = default(ZoneoutFormulas.State<TReal>).Apply(before, before, candidates[j, k], updates[j, k]);
    }
}
