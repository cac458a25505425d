using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Sweep;

/// <summary>How runs share the processors: jobs times threads are at most as many.</summary>
/// <param name="Jobs">The runs side by side.</param>
/// <param name="Threads">The threads of each.</param>
internal readonly record struct JobShare(int Jobs, int Threads)
{
    /// <summary>Shares the processors out.</summary>
    /// <param name="jobs">The most runs side by side that the user wants; null for as many as there is room for.</param>
    /// <param name="threads">The threads of a run that the user wants; null for what is left of the processors.</param>
    /// <param name="runs">The number of runs, at least 1.</param>
    /// <param name="processors">The number of processors.</param>
    /// <exception cref="InputException">The user wants more runs side by side than the processors have room for.</exception>
    public static JobShare Of(int? jobs, int? threads, int runs, int processors)
    {
        int room = Math.Max(1, processors / (threads ?? 1));
        if (jobs > room)
        {
            string each = threads is { } many ? $" with {Plural.Of(many, "thread")} each" : "";
            throw new InputException($"--jobs: expected at most {room}, the room of {Plural.Of(processors, "processor")} for runs{each}, found {jobs}");
        }

        int side = Math.Min(jobs ?? room, runs);
        return new JobShare(side, threads ?? Math.Max(1, processors / side));
    }
}
