using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Elementwise;

/// <summary>One optimiser step for one number of some rows of a table. Its gradient becomes zero.</summary>
/// <param name="rule">The rule.</param>
/// <param name="rows">The table's rows.</param>
/// <param name="gradients">Their gradients, <c>[rows, E]</c>.</param>
/// <param name="table">The table, <c>[V, E]</c>.</param>
/// <param name="first">The first moments, <c>[V, E]</c>.</param>
/// <param name="second">The second moments, <c>[V, E]</c>.</param>
internal readonly struct UpdateRowsKernel<TReal, TRule>(
    TRule rule,
    ArrayView<int> rows,
    DeviceMatrix<TReal> gradients,
    DeviceMatrix<TReal> table,
    DeviceMatrix<TReal> first,
    DeviceMatrix<TReal> second) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
    where TRule : unmanaged, IUpdateRule
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int row = rows[index / gradients.Columns], column = index % gradients.Columns;
        TReal parameter = table[row, column], m = first[row, column], v = second[row, column];
        rule.Apply(ref parameter, gradients[index], ref m, ref v);
        (table[row, column], gradients[index], first[row, column], second[row, column]) = (parameter, TReal.Constant(0), m, v);
    }
}
