using System.Diagnostics;
using Rnnctl.Compute.Backends;

namespace Rnnctl.Verbs.Bench;

/// <summary>The least time of an action and its percentiles over many repetitions, in seconds.</summary>
internal readonly record struct Timings(double Least, double Percentile10, double Median, double Percentile90)
{
    private const int FewestWarmUps = 5;
    private const int FewestRepetitions = 5;

    // The share of the time in which the action warms up: meanwhile the runtime compiles its loops well, which takes longer on a busy machine.
    private const double WarmUp = 0.25;

    /// <summary>The percentiles in milliseconds, as a row of results shows them.</summary>
    public (double Percentile10, double Median, double Percentile90) Milliseconds => (Rounded(Percentile10), Rounded(Median), Rounded(Percentile90));

    /// <summary>So many times a second in the median, as a whole number.</summary>
    public double Rate(double count) => Math.Round(count / Median);

    /// <summary>So many operations in the median, in GFLOP/s.</summary>
    public double Gflops(double operations) => Math.Round(operations / Median / 1e9, 1);

    /// <summary>So many operations in the fastest repetition, in GFLOP/s.</summary>
    public double BestGflops(double operations) => Math.Round(operations / Least / 1e9, 1);

    /// <summary>Warms up, then repeats an action for the given time and waits for the device after each repetition.</summary>
    public static Timings Of(Backend<float> backend, Action action, double seconds)
    {
        Repeat(backend, action, WarmUp * seconds, FewestWarmUps);
        List<double> times = Repeat(backend, action, seconds, FewestRepetitions);
        times.Sort();
        return new Timings(times[0], times[times.Count / 10], times[times.Count / 2], times[times.Count * 9 / 10]);
    }

    private static List<double> Repeat(Backend<float> backend, Action action, double seconds, int fewest)
    {
        var times = new List<double>();
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds || times.Count < fewest)
        {
            long before = Stopwatch.GetTimestamp();
            action();
            backend.Synchronize();
            times.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
        }

        return times;
    }

    private static double Rounded(double seconds) => Math.Round(1e3 * seconds, 4);
}
