namespace Rnnctl.Text.Batching;

/// <summary>
/// The layout of sequences of different lengths in a packed batch: time-major, longest sequence first. Its arrays are reused; its spans are valid until
/// the next assignment.
/// </summary>
public sealed class PackedLayout
{
    private readonly LengthSort _sort = new();
    private int[] _order = [];
    private int[] _lengths = [];
    private int[] _stepOffsets = [0];

    /// <summary>The number of sequences.</summary>
    public int Sequences { get; private set; }

    /// <summary>The number of rows: the sum of the lengths.</summary>
    public int Rows { get; private set; }

    /// <summary>The number of steps: the length of the longest sequence.</summary>
    public int Steps { get; private set; }

    /// <summary>The sequences' numbers, longest first, equal lengths in the given order: <c>[sequences]</c>.</summary>
    public ReadOnlySpan<int> Order => _order.AsSpan(0, Sequences);

    /// <summary>The sequences' lengths, in the same order: <c>[sequences]</c>, descending.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, Sequences);

    /// <summary>The first row of each step, then the number of rows: <c>[steps + 1]</c>.</summary>
    public ReadOnlySpan<int> StepOffsets => _stepOffsets.AsSpan(0, Steps + 1);

    /// <summary>Lays out sequences; the old layout is lost.</summary>
    /// <param name="starts">Start of each sequence, then the end of the last one: <c>[count + 1]</c>.</param>
    /// <param name="sequences">Their numbers, in any order.</param>
    /// <param name="framing">The number of steps that are added to each sequence's length.</param>
    /// <exception cref="ArgumentException">A sequence is empty.</exception>
    internal void Assign(ReadOnlySpan<int> starts, ReadOnlySpan<int> sequences, int framing = 0)
    {
        Sequences = sequences.Length;
        EnsureLength(ref _order, Sequences);
        EnsureLength(ref _lengths, Sequences);
        _sort.Descending(starts, sequences, _order);
        MeasureSequences(starts, framing);
        MeasureSteps();
    }

    /// <summary>Writes the ids of one sequence, one per step, to its rows. The sequence is given by its position in <see cref="Order"/>.</summary>
    internal void Scatter(ReadOnlySpan<int> ids, int place, Span<int> rows, int firstStep = 0)
    {
        for (int step = 0; step < ids.Length; step++)
        {
            rows[_stepOffsets[firstStep + step] + place] = ids[step];
        }
    }

    /// <summary>Makes an array large enough; its contents are lost if it grows.</summary>
    internal static void EnsureLength(ref int[] array, int length)
    {
        if (array.Length < length)
        {
            array = new int[Math.Max(2 * array.Length, length)];
        }
    }

    private void MeasureSequences(ReadOnlySpan<int> starts, int framing)
    {
        Rows = 0;
        for (int place = 0; place < Sequences; place++)
        {
            _lengths[place] = starts[_order[place] + 1] - starts[_order[place]] + framing;
            Rows += _lengths[place];
        }

        if (Sequences > 0 && _lengths[Sequences - 1] == 0)
        {
            throw new ArgumentException($"Sentence {_order[Sequences - 1]} has no token.");
        }
    }

    private void MeasureSteps()
    {
        Steps = Sequences > 0 ? _lengths[0] : 0;
        EnsureLength(ref _stepOffsets, Steps + 1);
        int alive = Sequences;
        int row = 0;
        for (int step = 0; step < Steps; step++)
        {
            while (_lengths[alive - 1] <= step)
            {
                alive--;
            }

            _stepOffsets[step] = row;
            row += alive;
        }

        _stepOffsets[Steps] = row;
    }
}
