using System.Buffers;
using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Layers;

/// <summary>The states in which a recurrent layer ends: the forward direction after a sequence's last step, the reverse one after its first.</summary>
internal static class SequenceEnds
{
    /// <summary>Writes the states at the ends of some sequences, a row each.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="states">The states of all steps, <c>[N, directions · H]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="sequences">Which sequences, one of them as often as is wanted.</param>
    /// <param name="directions">1, or 2 where the layer runs in both.</param>
    /// <param name="ends">Where they are written, <c>[sequences, directions · H]</c>.</param>
    public static void Gather<T>(
        Tape<T> tape, Variable<T> states, PackedSteps steps, ReadOnlySpan<int> sequences, int directions, Variable<T> ends)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int hidden = states.Columns / directions;
        Embed<T>.Apply(tape, states.SliceColumns(0, hidden), LastRows(tape, steps, sequences), ends.SliceColumns(0, hidden));
        if (directions == 1) return;

        // The first step's rows are the sequences, in their order.
        Embed<T>.Apply(tape, states.SliceColumns(hidden, hidden), tape.NewIds(sequences), ends.SliceColumns(hidden, hidden));
    }

    private static Tensor<int> LastRows<T>(Tape<T> tape, PackedSteps steps, ReadOnlySpan<int> sequences)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] rows = ArrayPool<int>.Shared.Rent(sequences.Length);
        for (int i = 0; i < sequences.Length; i++) rows[i] = steps.LastRow(sequences[i]);
        Tensor<int> ids = tape.NewIds(rows.AsSpan(0, sequences.Length));
        ArrayPool<int>.Shared.Return(rows);
        return ids;
    }
}
