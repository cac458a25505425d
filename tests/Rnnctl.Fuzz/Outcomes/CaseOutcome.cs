using Rnnctl.Fuzz.Runs;

namespace Rnnctl.Fuzz.Outcomes;

/// <summary>The outcome of a case.</summary>
/// <param name="Run">The result of the tool; null if it threw an exception.</param>
/// <param name="Escaped">The exception, or null.</param>
internal sealed record CaseOutcome(ToolRun? Run, Exception? Escaped)
{
    /// <summary>Its processor time on all threads.</summary>
    public TimeSpan Work { get; init; }

    /// <summary>Its peak memory, see <see cref="PeakMemory"/>.</summary>
    public long PeakBytes { get; init; }

    /// <summary>New, deleted and changed files outside of its folder.</summary>
    public IReadOnlyList<string> ChangedOutside { get; init; } = [];
}
