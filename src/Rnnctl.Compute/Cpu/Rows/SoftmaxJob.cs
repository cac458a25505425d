using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>The softmax of each row.</summary>
internal readonly unsafe struct SoftmaxJob<T, TLanes>(Matrix<T> source, Matrix<T> target) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(source.Rows, part, parts);
        for (int row = first; row < last; row++) SoftmaxRow<T, TLanes>.Apply(source.Row(row), target.Row(row), source.Columns);
    }
}
