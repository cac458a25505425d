using System.Buffers;
using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Layers;

/// <summary>The final states of a recurrent layer: of the forward direction at a sequence's last step, of the reverse direction at its first.</summary>
internal static class SequenceEnds
{
    /// <summary>Writes the final states of some sequences, one per row.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="states">The states of all steps, <c>[N, directions · H]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="sequences">The sequences; repetitions are allowed.</param>
    /// <param name="directions">2 if the layer is bidirectional, otherwise 1.</param>
    /// <param name="ends">Receives the final states, <c>[sequences, directions · H]</c>.</param>
    public static void Gather<T>(
        Tape<T> tape, Variable<T> states, PackedSteps steps, ReadOnlySpan<int> sequences, int directions, Variable<T> ends)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int hidden = states.Columns / directions;
        Embed<T>.Apply(tape, states.SliceColumns(0, hidden), LastRows(tape, steps, sequences), ends.SliceColumns(0, hidden));
        if (directions == 1) return;

        // Row i of the first step belongs to sequence i.
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
