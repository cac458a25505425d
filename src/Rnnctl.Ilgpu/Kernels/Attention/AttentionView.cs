using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>The data of attention over packed batches, for kernels.</summary>
internal readonly struct AttentionView<TReal>
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <summary>Q, <c>[N_q, heads · d]</c>.</summary>
    public required DeviceMatrix<TReal> Queries { get; init; }

    /// <summary>K, <c>[N_k, heads · d]</c>.</summary>
    public required DeviceMatrix<TReal> Keys { get; init; }

    /// <summary>V, <c>[N_k, heads · d_v]</c>.</summary>
    public required DeviceMatrix<TReal> Values { get; init; }

    /// <summary>The number of heads.</summary>
    public required int Heads { get; init; }

    /// <summary>The factor of the scores.</summary>
    public required TReal Scale { get; init; }

    /// <summary>The rows of the queries.</summary>
    public required SequenceView QueryRows { get; init; }

    /// <summary>The rows of the keys and values.</summary>
    public required SequenceView KeyRows { get; init; }

    /// <summary>The offset of each query sequence's weights within one head.</summary>
    public required ArrayView<int> WeightStarts { get; init; }

    /// <summary>d.</summary>
    public int KeyWidth => Keys.Columns / Heads;

    /// <summary>d_v.</summary>
    public int ValueWidth => Values.Columns / Heads;

    /// <summary>The query and head of a piece, for kernels with one group per query and head; the heads of a row follow each other.</summary>
    public AttentionQuery QueryOf(int piece) => QueryOf(piece / Heads, piece % Heads);

    /// <summary>The query of a row in a head.</summary>
    public AttentionQuery QueryOf(int row, int head)
    {
        int sequence = QueryRows.SequenceOf(row), keySequence = QueryRows.Partners[sequence];
        return new AttentionQuery
        {
            Row = row,
            Head = head,
            KeySequence = keySequence,
            Keys = KeyRows.Lengths[keySequence],
            FirstWeight = FirstWeight(sequence, QueryRows.Steps[row], head),
        };
    }

    /// <summary>The offset of a query's weights over the keys of its sequence.</summary>
    /// <param name="sequence">The query's sequence.</param>
    /// <param name="step">The query's step.</param>
    /// <param name="head">The head.</param>
    public int FirstWeight(int sequence, int step, int head)
    {
        int queries = QueryRows.Lengths[sequence], keys = KeyRows.Lengths[QueryRows.Partners[sequence]];
        return (WeightStarts[sequence] * Heads) + (((head * queries) + step) * keys);
    }
}
