using System.Globalization;
using System.Text.Json;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Devices;
using Rnnctl.Devices;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Bench;

/// <summary>Measures products of square matrices: one row for each size.</summary>
internal static class ProductBenchRun
{
    /// <summary>Measures, prints, and returns the exit code.</summary>
    public static int Run(ProductBenchRequest request, ToolConsole console, CancellationToken cancellation)
    {
        DeviceName device = Device.Choose(request.Compute, request.Sizes.Max, console);
        using Backend<float> backend = Device.Open<float>(device, request.Compute);
        PeakProduct peak = PeakProduct.Measure(backend, request.Seconds, device, console);
        if (!request.Json) WriteHeading(console.Output, backend, peak.Gflops);
        foreach (int size in request.Sizes)
        {
            cancellation.ThrowIfCancellationRequested();
            Write(console.Output, RowOf(backend, size, request.Seconds, peak.Renew()), request.Json);
        }

        return ExitCode.Done;
    }

    /// <exception cref="DeviceMemoryException">The matrices do not fit in memory; the message names the option.</exception>
    private static ProductBenchRow RowOf(Backend<float> backend, int size, double seconds, double peak)
    {
        try
        {
            using var product = new SquareProduct(backend, size);
            var timings = Timings.Of(backend, () => product.Multiply(), seconds);
            return new ProductBenchRow
            {
                Size = size,
                Device = backend.Name,
                Threads = backend.Threads,
                Milliseconds = timings.Milliseconds.Median,
                Milliseconds10 = timings.Milliseconds.Percentile10,
                Milliseconds90 = timings.Milliseconds.Percentile90,
                Gflops = timings.Gflops(product.Operations),
                BestGflops = timings.BestGflops(product.Operations),
                PeakGflops = Math.Round(peak, 1),
            };
        }
        catch (DeviceMemoryException failure)
        {
            throw new DeviceMemoryException($"--hidden {size} does not fit: {failure.Message}", "try a smaller number", failure);
        }
    }

    private static void WriteHeading(TextWriter output, Backend<float> backend, double peak)
    {
        string threads = Plural.Of(backend.Threads, "thread");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{backend.Name}, {threads}; product peak {peak:F1} GFLOP/s; square products"));
        output.WriteLine($"{"size",6} {"ms",10} {"p10",10} {"p90",10} {"GFLOP/s",9} {"best",9} {"of peak",8}");
    }

    private static void Write(TextWriter output, ProductBenchRow row, bool json)
    {
        output.WriteLine(json
            ? JsonSerializer.Serialize(row, BenchJson.Default.ProductBenchRow)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Size,6} {row.Milliseconds,10:F3} {row.Milliseconds10,10:F3} {row.Milliseconds90,10:F3} "
                + $"{row.Gflops,9:F1} {row.BestGflops,9:F1} {row.BestGflops / row.PeakGflops,8:P0}"));
        output.Flush();
    }
}
