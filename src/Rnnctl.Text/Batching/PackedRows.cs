namespace Rnnctl.Text.Batching;

/// <summary>Rows in the order of a packed batch: those of step 0, then of step 1, and so on.</summary>
public static class PackedRows
{
    /// <summary>Copies the rows of one sequence out of a packed batch.</summary>
    /// <param name="rows">The rows of the batch, <c>[N, width]</c> row after row.</param>
    /// <param name="width">The elements of a row.</param>
    /// <param name="stepOffsets">The first row of each step of the batch.</param>
    /// <param name="place">The place of the sequence in the batch, from 0 for the longest.</param>
    /// <param name="sequence">Receives the sequence's rows, <c>[steps, width]</c> row after row.</param>
    public static void Gather<T>(ReadOnlySpan<T> rows, int width, ReadOnlySpan<int> stepOffsets, int place, Span<T> sequence)
    {
        for (int step = 0; step < sequence.Length / width; step++)
            rows.Slice((stepOffsets[step] + place) * width, width).CopyTo(sequence[(step * width)..]);
    }
}
