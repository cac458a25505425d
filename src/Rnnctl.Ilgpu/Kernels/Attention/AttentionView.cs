using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>Attention over packed batches, as kernels see it.</summary>
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

    /// <summary>What the scores are multiplied by.</summary>
    public required TReal Scale { get; init; }

    /// <summary>The rows of the queries.</summary>
    public required SequenceView QueryRows { get; init; }

    /// <summary>The rows of the keys and values.</summary>
    public required SequenceView KeyRows { get; init; }

    /// <summary>Where the weights of the queries' sequences begin in a head.</summary>
    public required ArrayView<int> WeightStarts { get; init; }

    /// <summary>d.</summary>
    public int KeyWidth => Keys.Columns / Heads;

    /// <summary>d_v.</summary>
    public int ValueWidth => Values.Columns / Heads;

    /// <summary>A query in a head: the pieces of kernels that have a group for each, the heads of a row after one another.</summary>
    public AttentionQuery QueryOf(int piece) => QueryOf(piece / Heads, piece % Heads);

    /// <summary>A query, given by its row, in a head.</summary>
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

    /// <summary>Where a query's weights begin: those of its sequence's keys follow.</summary>
    /// <param name="sequence">The query's sequence.</param>
    /// <param name="step">Its place there.</param>
    /// <param name="head">The head.</param>
    public int FirstWeight(int sequence, int step, int head)
    {
        int queries = QueryRows.Lengths[sequence], keys = KeyRows.Lengths[QueryRows.Partners[sequence]];
        return (WeightStarts[sequence] * Heads) + (((head * queries) + step) * keys);
    }
}
