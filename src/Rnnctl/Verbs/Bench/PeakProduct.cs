using System.Diagnostics;
using System.Globalization;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Devices;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Bench;

/// <summary>
/// The measured peak of a device: its best rate at large square matrix products. <c>rnnctl bench</c> compares every row with it. Other programs on the machine
/// only ever slow a product down, so the best of many repetitions is the best estimate.
/// </summary>
internal sealed class PeakProduct
{
    private const int SmallestSize = 128;
    private const int UsualSize = 1024;
    private const int LargestSize = 8192;
    private const int FewestRepetitions = 3;

    // Matrices of the largest size, of half that size, and of a quarter.
    private const int Sizes = 3;

    // Beside a product of at least this many seconds, the time to launch it does not matter.
    private const double LongEnough = 0.004;

    // A product that takes this many seconds is large enough; on ILGPU's CPU accelerator the usual one would take minutes.
    private const double TooLong = 0.1;

    // A rate this much above the best one is an improvement: the peak does not stand yet.
    private const double Improvement = 1.01;

    // The peak is looked for at most so many times as long as a row is measured.
    private const double Patience = 3;

    // The share of a row's time in which the peak is measured again before the row.
    private const double Again = 0.1;

    private readonly Backend<float> _backend;
    private readonly double _seconds;
    private readonly int _largest;

    private PeakProduct(Backend<float> backend, double seconds)
    {
        (_backend, _seconds) = (backend, seconds);
        int size = SmallestSize;
        while (size < UsualSize && Seconds(size) < TooLong) size *= 2;
        while (size is >= UsualSize and < LargestSize && Seconds(size) < LongEnough) size *= 2;
        _largest = size;
    }

    /// <summary>The best rate until now: floating-point operations per nanosecond (GFLOP/s).</summary>
    public double Gflops { get; private set; }

    /// <summary>The rows of the matrices whose product had the best rate.</summary>
    public int Size { get; private set; }

    /// <summary>
    /// Multiplies square matrices until the best rate has not improved for the given time, at most three times as long. The matrices have 1024, 512 and 256
    /// rows, since a shorter product more often has the processor to itself; more on a fast device, fewer on a slow one.
    /// </summary>
    public static PeakProduct Measure(Backend<float> backend, double seconds)
    {
        var peak = new PeakProduct(backend, seconds);
        peak.Improve(seconds, Patience * seconds, FewestRepetitions);
        return peak;
    }

    /// <summary>The same, and with <c>--verbose</c> a note that compares the peak of a processor with the theoretical one.</summary>
    public static PeakProduct Measure(Backend<float> backend, double seconds, DeviceName device, ToolConsole console)
    {
        PeakProduct peak = Measure(backend, seconds);
        if (!console.Verbose) return peak;
        string measured = string.Create(CultureInfo.InvariantCulture, $"product peak: {peak.Gflops:F1} GFLOP/s, of {peak.Size} x {peak.Size}");
        if (device.Kind != DeviceKind.Cpu)
        {
            console.Note(measured);
            return peak;
        }

        int width = CpuDevice.Widths<float>()[0];
        var theoretical = TheoreticalPeak.Measure(backend.Threads, width);
        ProductTile tile = CpuDevice.Tile<float>(width);
        console.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{measured}; {100 * peak.Gflops / theoretical.Gflops:F0}% of the theoretical {theoretical}; "
            + $"a tile of {tile.Rows} x {tile.Registers} registers allows {100 * tile.Share:F0}%"));
        return peak;
    }

    /// <summary>Measures again for a short time, and returns the best rate until now: a machine may have been busy when the peak was measured first.</summary>
    public double Renew()
    {
        Improve(Again * _seconds, Again * _seconds, fewest: 1);
        return Gflops;
    }

    /// <summary>Multiplies until the best rate has not improved for <paramref name="standing"/> seconds, or for <paramref name="most"/> seconds.</summary>
    private void Improve(double standing, double most, int fewest)
    {
        SquareProduct[] products = [.. Enumerable.Range(0, Sizes).Select(i => new SquareProduct(_backend, _largest >> i))];
        try
        {
            long began = Stopwatch.GetTimestamp();
            double improved = 0, elapsed = 0;
            for (int repetition = 0; repetition < fewest || (elapsed < most && elapsed - improved < standing); repetition++)
            {
                bool better = false;
                foreach (SquareProduct product in products) better |= TakeTurn(product);
                elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
                if (better) improved = elapsed;
            }
        }
        finally
        {
            foreach (SquareProduct product in products) product.Dispose();
        }
    }

    /// <summary>Multiplies small matrices more often, keeps the rate where it is the best, and says whether it is an improvement.</summary>
    private bool TakeTurn(SquareProduct product)
    {
        double seconds = Enumerable.Range(0, _largest / product.Size).Min(_ => product.Multiply());
        double rate = product.Operations / seconds / 1e9;
        bool better = rate > Improvement * Gflops;
        if (rate > Gflops) (Gflops, Size) = (rate, product.Size);
        return better;
    }

    private double Seconds(int size)
    {
        using var product = new SquareProduct(_backend, size);
        product.Multiply();
        return product.Multiply();
    }
}
