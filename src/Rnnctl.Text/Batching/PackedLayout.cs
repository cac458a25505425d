namespace Rnnctl.Text.Batching;

/// <summary>
/// How sequences of different lengths lie in a packed batch: time-major, longest sequence first. Its arrays are reused; what it hands out is good until the
/// next assignment.
/// </summary>
internal sealed class PackedLayout
{
    private readonly LengthSort _sort = new();
    private int[] _order = [];
    private int[] _lengths = [];
    private int[] _stepOffsets = [0];

    /// <summary>How many sequences there are.</summary>
    public int Sequences { get; private set; }

    /// <summary>How many rows, the sequences' lengths together.</summary>
    public int Rows { get; private set; }

    /// <summary>How many steps the longest sequence has.</summary>
    public int Steps { get; private set; }

    /// <summary>The sequences' numbers, longest first, equal ones as they were given: <c>[sequences]</c>.</summary>
    public ReadOnlySpan<int> Order => _order.AsSpan(0, Sequences);

    /// <summary>The sequences' lengths, in the same order: <c>[sequences]</c>, descending.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, Sequences);

    /// <summary>The first row of each step, and the number of rows at the end: <c>[steps + 1]</c>.</summary>
    public ReadOnlySpan<int> StepOffsets => _stepOffsets.AsSpan(0, Steps + 1);

    /// <summary>Lays out sequences in place of those that were here.</summary>
    /// <param name="starts">Where each sequence starts, and at the end where the last one ends.</param>
    /// <param name="sequences">Their numbers, in any order.</param>
    /// <param name="framing">How many steps each sequence has beyond those between its start and its end.</param>
    /// <exception cref="ArgumentException">A sequence is empty.</exception>
    public void Assign(ReadOnlySpan<int> starts, ReadOnlySpan<int> sequences, int framing = 0)
    {
        Sequences = sequences.Length;
        EnsureLength(ref _order, Sequences);
        EnsureLength(ref _lengths, Sequences);
        _sort.Descending(starts, sequences, _order);
        MeasureSequences(starts, framing);
        MeasureSteps();
    }

    /// <summary>Writes what belongs to the sequence at a place of <see cref="Order"/>, an id a step from the first step on, to its rows.</summary>
    public void Scatter(ReadOnlySpan<int> ids, int place, Span<int> rows, int firstStep = 0)
    {
        for (int step = 0; step < ids.Length; step++)
        {
            rows[_stepOffsets[firstStep + step] + place] = ids[step];
        }
    }

    /// <summary>Makes an array at least so long; what was in it is lost where it grows.</summary>
    public static void EnsureLength(ref int[] array, int length)
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
