using Rnnctl.Fuzz.Runs;

namespace Rnnctl.Fuzz.Outcomes;

/// <summary>What came of a case.</summary>
/// <param name="Run">What the tool answered; null where an exception escaped from it.</param>
/// <param name="Escaped">That exception, or null.</param>
internal sealed record CaseOutcome(ToolRun? Run, Exception? Escaped)
{
    /// <summary>The processor time that it took, on all threads.</summary>
    public TimeSpan Work { get; init; }

    /// <summary>The most memory that the process held during the case, less what it held before it.</summary>
    public long PeakBytes { get; init; }

    /// <summary>Files outside of the case's folder that are new, gone or changed.</summary>
    public IReadOnlyList<string> ChangedOutside { get; init; } = [];
}
