namespace Rnnctl.Compute.Recurrence;

/// <summary>
/// A walk through the time steps of a packed batch, for the sequences from <c>firstSequence</c> up to, but not including, <c>lastSequence</c>, from the first
/// step to the last or in reverse.
/// </summary>
/// <param name="offsets">The first row of each step, then the number of rows: see PackedSteps. Pinned during the walk.</param>
/// <param name="steps">The number of time steps.</param>
/// <param name="reverse">Whether the walk goes from the last step to the first.</param>
/// <param name="window">The window of truncated BPTT: the state's gradient is cut after this many steps; 0 for no truncation.</param>
/// <param name="firstSequence">The first sequence.</param>
/// <param name="lastSequence">The sequence after the last.</param>
public readonly unsafe struct TimeWalk(int* offsets, int steps, bool reverse, int window, int firstSequence, int lastSequence)
{
    /// <summary>The number of time steps.</summary>
    public int Steps => steps;

    /// <summary>The first sequence of the walk.</summary>
    public int FirstSequence => firstSequence;

    /// <summary>The rows of the visited step number <paramref name="visit"/>.</summary>
    public StepRows Rows(int visit)
    {
        int step = reverse ? steps - 1 - visit : visit;
        int alive = Math.Min(offsets[step + 1] - offsets[step], lastSequence);
        return new StepRows(offsets[step] + firstSequence, Math.Max(alive - firstSequence, 0));
    }

    /// <summary>
    /// The rows of the previous visit, which hold the previous state of the first rows at <paramref name="visit"/>. In reverse, sequences that end at this step
    /// have no previous row. Rows after these start from the initial state.
    /// </summary>
    public StepRows Previous(int visit)
    {
        if (visit == 0) return default;
        StepRows before = Rows(visit - 1);
        return before with { Count = Math.Min(before.Count, Rows(visit).Count) };
    }

    /// <summary>The numbers of the sequences that start at this visit: the step's rows after those of <see cref="Previous"/>.</summary>
    public StepRows Starting(int visit)
    {
        int continued = Previous(visit).Count;
        return new StepRows(firstSequence + continued, Rows(visit).Count - continued);
    }

    /// <summary>Whether truncated BPTT cuts the gradient between this visit and the previous one: at steps that are multiples of the window.</summary>
    public bool IsCut(int visit)
    {
        if (window == 0) return false;
        int later = reverse ? steps - visit : visit;
        return later % window == 0;
    }
}
