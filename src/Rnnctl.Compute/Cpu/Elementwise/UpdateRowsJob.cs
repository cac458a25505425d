using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Elementwise;

/// <summary>One optimiser step for some rows of a table, their gradients and two moments; threads share the rows.</summary>
internal readonly unsafe struct UpdateRowsJob<T, TLanes, TRule>(
    TRule rule, int* rows, Matrix<T> gradients, Matrix<T> table, Matrix<T> first, Matrix<T> second) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
    where TRule : unmanaged, IUpdateRule
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int from, int to) = Share.Of(gradients.Rows, part, parts);
        for (int i = from; i < to; i++)
        {
            int row = rows[i];
            UpdateLoop<T, TLanes, TRule>.Run(rule, gradients.Columns, table.Row(row), gradients.Row(i), first.Row(row), second.Row(row));
        }
    }
}
