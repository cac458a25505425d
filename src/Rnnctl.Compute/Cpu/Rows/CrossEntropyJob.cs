using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>For each row, the softmax p of the logits x, and the loss -log p[id] = log Σ exp(x) - x[id]; the loss is 0 if the id is negative.</summary>
internal readonly unsafe struct CrossEntropyJob<T, TLanes>(Matrix<T> logits, int* ids, Matrix<T> probabilities, Matrix<T> losses) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(logits.Rows, part, parts);
        for (int row = first; row < last; row++)
        {
            // Read before the softmax, because the probabilities may overwrite the logits.
            T chosen = ids[row] < 0 ? T.Zero : logits.Row(row)[ids[row]];
            T normalizer = SoftmaxRow<T, TLanes>.Apply(logits.Row(row), probabilities.Row(row), logits.Columns);
            *losses.Row(row) = ids[row] < 0 ? T.Zero : normalizer - chosen;
        }
    }
}
