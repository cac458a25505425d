using System.Diagnostics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Verbs.Bench;

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

/// <summary>The device's own measured peak: the rate of a large square matrix product, against which every row of <c>rnnctl bench</c> is held.</summary>
internal static class PeakProduct
{
    private const int SmallestSize = 128;
    private const int UsualSize = 1024;
    private const int LargestSize = 8192;

    // A product that takes this long is worth measuring: its start costs nothing beside it.
    private const double LongEnough = 0.004;

    // On ILGPU's CPU accelerator the usual product would take minutes.
    private const double TooLong = 0.1;

    /// <summary>
    /// Floating-point operations per nanosecond (GFLOP/s) of a product of two square matrices, of 1024 rows or, on a device for which that is too little or
    /// too much, of a multiple or a part of it.
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
