namespace Rnnctl.Compute.Recurrence;

/// <summary>
/// A walk through the time steps of a packed batch, for the sequences from <c>firstSequence</c> up to, but not with, <c>lastSequence</c>, from the
/// first step to the last or in reverse.
/// </summary>
/// <param name="offsets">Where each step's rows begin, and at the end the number of rows: see PackedSteps. Pinned while the walk lasts.</param>
/// <param name="steps">The number of time steps.</param>
/// <param name="reverse">Whether the last step comes first.</param>
/// <param name="window">Every so many steps the state goes on without its gradient (truncated BPTT); 0 for never.</param>
/// <param name="firstSequence">The first sequence.</param>
/// <param name="lastSequence">The sequence after the last.</param>
public readonly unsafe struct TimeWalk(int* offsets, int steps, bool reverse, int window, int firstSequence, int lastSequence)
{
    /// <summary>The number of time steps.</summary>
    public int Steps => steps;

    /// <summary>The first of the walk's sequences.</summary>
    public int FirstSequence => firstSequence;

    /// <summary>The rows at the step that is visited as number <paramref name="visit"/>.</summary>
    public StepRows Rows(int visit)
    {
        int step = reverse ? steps - 1 - visit : visit;
        int alive = Math.Min(offsets[step + 1] - offsets[step], lastSequence);
        return new StepRows(offsets[step] + firstSequence, Math.Max(alive - firstSequence, 0));
    }

    /// <summary>
    /// The rows visited just before that hold the previous state of the first rows at <paramref name="visit"/>. In reverse, sequences that end here
    /// have no previous row; rows past the count start from the initial state.
    /// </summary>
    public StepRows Previous(int visit)
    {
        if (visit == 0) return default;
        StepRows before = Rows(visit - 1);
        return before with { Count = Math.Min(before.Count, Rows(visit).Count) };
    }

    /// <summary>The sequences that start at this visit, by their numbers: the rows of the step that come after those of <see cref="Previous"/>.</summary>
    public StepRows Starting(int visit)
    {
        int continued = Previous(visit).Count;
        return new StepRows(firstSequence + continued, Rows(visit).Count - continued);
    }

    /// <summary>Whether truncated BPTT cuts between this visit and the one before: at the steps that are multiples of the window.</summary>
    public bool IsCut(int visit)
    {
        if (window == 0) return false;
        int later = reverse ? steps - visit : visit;
        return later % window == 0;
    }
}
