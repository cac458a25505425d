using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Kernels.Rows;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Recurrence;

/// <summary>
/// Normalises the recurrent product x of each row: x̂ replaces x, and g ⊙ x̂ is added to the gates and, for the columns after theirs, to the last gate's
/// separate term. One group per row.
/// </summary>
/// <param name="values">x, then x̂, <c>[B, columns]</c>.</param>
/// <param name="scales">Receives 1 / √(σ² + ε), <c>[B, 1]</c>.</param>
/// <param name="gain">g, <c>[1, columns]</c>.</param>
/// <param name="gates">W x + b of the gates, of which there are no more columns than of x.</param>
/// <param name="term">The separate term; not accessed if the gates have all columns.</param>
internal readonly struct ProductNormKernel<TReal>(
    DeviceMatrix<TReal> values, DeviceMatrix<TReal> scales, DeviceMatrix<TReal> gain, DeviceMatrix<TReal> gates, DeviceMatrix<TReal> term) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<TReal> shared = SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup);
        int count = values.Columns, joined = gates.Columns;
        ArrayView<TReal> x = values.Row(piece), g = gain.Row(0);
        TReal epsilon = TReal.Constant(LayerNormFormulas.Epsilon);
        LayerNormFormulas.Normalized<TReal> formula = NormalizedRow.Of(x, count, epsilon, shared, out TReal scale);
        if (Group.IdxX == 0) scales[piece, 0] = scale;
        for (int i = Group.IdxX; i < count; i += Group.DimX)
        {
            TReal value = formula.Apply(x[i], x[i], x[i], x[i]);
            x[i] = value;
            if (i < joined) gates[piece, i] = TReal.MultiplyAdd(g[i], value, gates[piece, i]);
            else term[piece, i - joined] = TReal.MultiplyAdd(g[i], value, term[piece, i - joined]);
        }
    }
}
