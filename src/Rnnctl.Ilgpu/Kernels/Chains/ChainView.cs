using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Chains;

/// <summary>A linear chain over a packed batch, for kernels (N tokens, L labels).</summary>
internal readonly struct ChainView<TReal>
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <summary>Scores below this count as forbidden. It replaces minus infinity, because -∞ - (-∞) is NaN.</summary>
    public const double Forbidden = -1e30;

    /// <summary>The score of each label at each token, <c>[N, L]</c>.</summary>
    public required DeviceMatrix<TReal> Emissions { get; init; }

    /// <summary>Scores of transitions, from the label of the row to the label of the column, <c>[L, L]</c>.</summary>
    public required DeviceMatrix<TReal> Transitions { get; init; }

    /// <summary>Scores of the first token's label, <c>[1, L]</c>.</summary>
    public required DeviceMatrix<TReal> Start { get; init; }

    /// <summary>Scores of the last token's label, <c>[1, L]</c>.</summary>
    public required DeviceMatrix<TReal> End { get; init; }

    /// <summary>The first row of each time step.</summary>
    public required ArrayView<int> Offsets { get; init; }

    /// <summary>The sequences' lengths.</summary>
    public required ArrayView<int> Lengths { get; init; }

    /// <summary>The number of sequences.</summary>
    public required int Sequences { get; init; }

    /// <summary>The tokens' labels; a negative id allows any label.</summary>
    public required ArrayView<int> Ids { get; init; }

    /// <summary>1 if there are ids; 0 if every token may have any label, and <see cref="Ids"/> is only a placeholder.</summary>
    public required int HasIds { get; init; }

    /// <summary>L.</summary>
    public int Labels => Emissions.Columns;

    /// <summary>The row of a sequence's token.</summary>
    public int Row(int sequence, int token) => Offsets[token] + sequence;

    /// <summary>The first label that a row's token may have.</summary>
    public int First(int row)
    {
        if (HasIds == 0 || Ids[row] < 0) return 0;
        return Ids[row];
    }

    /// <summary>The label after the last one that a row's token may have.</summary>
    public int Last(int row)
    {
        if (HasIds == 0 || Ids[row] < 0) return Labels;
        return Ids[row] + 1;
    }

    /// <summary>The score of the best prefix that ends at a row, computed by the threads of a group together.</summary>
    /// <param name="row">The row.</param>
    /// <param name="prefixScores">The prefix scores, without the row's own emissions, <c>[N, L]</c>.</param>
    /// <param name="shared">Shared memory, one number per thread.</param>
    public TReal BestPrefix(int row, DeviceMatrix<TReal> prefixScores, ArrayView<TReal> shared)
    {
        TReal largest = TReal.Constant(Forbidden);
        int last = Last(row);
        for (int j = First(row) + Group.IdxX; j < last; j += Group.DimX) largest = TReal.Max(largest, Emissions[row, j] + prefixScores[row, j]);
        return GroupReduction.Largest(shared, largest);
    }
}
