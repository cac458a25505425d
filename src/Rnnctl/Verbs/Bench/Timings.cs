using System.Diagnostics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Verbs.Bench;

/// <summary>Percentiles of the time of an action over many repetitions, in seconds.</summary>
internal readonly record struct Timings(double Percentile10, double Median, double Percentile90)
{
    private const int WarmUps = 5;
    private const int FewestRepetitions = 5;

    /// <summary>The percentiles in milliseconds, as a row of results shows them.</summary>
    public (double Percentile10, double Median, double Percentile90) Milliseconds => (Rounded(Percentile10), Rounded(Median), Rounded(Percentile90));

    /// <summary>So many times a second in the median, as a whole number.</summary>
    public double Rate(double count) => Math.Round(count / Median);

    /// <summary>So many operations in the median, in GFLOP/s.</summary>
    public double Gflops(double operations) => Math.Round(operations / Median / 1e9, 1);

    /// <summary>Warms up, then repeats an action for the given time and waits for the device after each repetition.</summary>
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

    private static double Rounded(double seconds) => Math.Round(1e3 * seconds, 4);
}

/// <summary>The measured peak of a device: its rate at a large square matrix product. <c>rnnctl bench</c> compares every row with it.</summary>
internal static class PeakProduct
{
    private const int SmallestSize = 128;
    private const int UsualSize = 1024;
    private const int LargestSize = 8192;

    // Beside a product of at least this many seconds, the time to launch it does not matter.
    private const double LongEnough = 0.004;

    // A product that takes this many seconds is large enough; on ILGPU's CPU accelerator the usual one would take minutes.
    private const double TooLong = 0.1;

    /// <summary>
    /// Floating-point operations per nanosecond (GFLOP/s) of a product of two square matrices. They have 1024 rows; more on a fast device, fewer on a slow
    /// one.
    /// </summary>
    public static double Measure(Backend<float> backend, double seconds)
    {
        int size = SmallestSize;
        while (size < UsualSize && Time(backend, size, seconds: 0) < TooLong) size *= 2;
        while (size is >= UsualSize and < LargestSize && Time(backend, size, seconds: 0) < LongEnough) size *= 2;
        return 2.0 * size * size * size / Time(backend, size, seconds) / 1e9;
    }

    private static double Time(Backend<float> backend, int size, double seconds)
    {
        using Storage<float> a = backend.Allocate<float>(size * size), b = backend.Allocate<float>(size * size), c = backend.Allocate<float>(size * size);
        Tensor<float> left = new(a, 0, size, size), right = new(b, 0, size, size), product = new(c, 0, size, size);
        backend.Fill(left, 0.5f);
        backend.Fill(right, 0.25f);
        return Timings.Of(backend, () => backend.Product(left, right, product, accumulate: false), seconds).Median;
    }
}
