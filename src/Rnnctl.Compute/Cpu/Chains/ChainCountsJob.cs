using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;

namespace Rnnctl.Compute.Cpu.Chains;

/// <summary>Adds the groups' counts to the gradients, group by group; threads share the rows.</summary>
/// <param name="counts">The expected counts of each group, <c>[L + 2, width]</c>: transitions, first labels and last labels.</param>
/// <param name="groups">The number of groups.</param>
/// <param name="width">L rounded up to whole registers.</param>
/// <param name="scale">The factor of a count in the gradient.</param>
/// <param name="transitions">The transitions' gradient, <c>[L, L]</c>.</param>
/// <param name="start">The first labels' gradient, <c>[1, L]</c>.</param>
/// <param name="end">The last labels' gradient, <c>[1, L]</c>.</param>
internal readonly unsafe struct ChainCountsJob<T>(T* counts, int groups, int width, T scale, Matrix<T> transitions, Matrix<T> start, Matrix<T> end)
    : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        int labels = transitions.Rows;
        (int first, int last) = Share.Of(labels + 2, part, parts);
        for (int row = first; row < last; row++)
            AddRow(row, row < labels ? transitions.Row(row) : row == labels ? start.Pointer : end.Pointer);
    }

    private void AddRow(int row, T* target)
    {
        int labels = transitions.Columns;
        for (int label = 0; label < labels; label++)
        {
            T sum = T.Zero;
            for (int group = 0; group < groups; group++) sum += counts[((((nint)group * (labels + 2)) + row) * width) + label];
            target[label] += scale * sum;
        }
    }
}
