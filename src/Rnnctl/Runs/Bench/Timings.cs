using System.Diagnostics;
using Rnnctl.Compute.Backends;

namespace Rnnctl.Runs.Bench;

/// <summary>How long something takes, in seconds, over many repetitions.</summary>
internal readonly record struct Timings(double Percentile10, double Median, double Percentile90)
{
    private const int WarmUps = 5;
    private const int FewestRepetitions = 5;

    /// <summary>Repeats what a device does for so many seconds, after some repetitions that do not count, and waits for it each time.</summary>
    public static Timings Of(Backend<float> backend, Action action, double seconds)
    {
        for (int i = 0; i < WarmUps; i++) action();
        backend.Synchronize();
        var times = new List<double>();
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds || times.Count < FewestRepetitions)
        {
            long before = Stopwatch.GetTimestamp();
            action();
            backend.Synchronize();
            times.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
        }

        times.Sort();
        return new Timings(times[times.Count / 10], times[times.Count / 2], times[times.Count * 9 / 10]);
    }
}
