using System.Globalization;
using System.Text.Json;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Devices;
using Rnnctl.Devices;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Bench;

/// <summary>Measures recurrent layers: one row for each combination of cell and sizes.</summary>
internal static class BenchRun
{
    private const int NarrowestName = 13;

    /// <summary>Measures, prints, and returns the exit code.</summary>
    public static int Run(BenchRequest request, ToolConsole console, CancellationToken cancellation)
    {
        DeviceName device = Device.Choose(request.Compute, request.Hidden.Max, console);
        using Backend<float> backend = Device.Open<float>(device, request.Compute);
        PeakProduct peak = PeakProduct.Measure(backend, request.Seconds, device, console);
        int width = Math.Max(NarrowestName, request.Cells.Max(cell => cell.Title.Length));
        if (!request.Json) WriteHeading(console.Output, width, backend, peak.Gflops, request.Variant);
        foreach (BenchSize size in BenchSize.Combinations(request.Cells, request.Hidden, request.Batch, request.Steps))
        {
            double best = peak.Renew();
            var shape = new BenchShape(size.Cell, size.Hidden, size.Batch, size.Steps, request.Layers, request.Bidirectional, request.Variant);
            size.Measure(() =>
            {
                using var layers = new BenchLayers(backend, shape);
                foreach (BenchMode mode in Modes(request.Mode))
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (mode == BenchMode.Forward) layers.KeepWeights();
                    Timings timings = Timings.Of(backend, mode == BenchMode.Forward ? layers.Forward : layers.Train, request.Seconds);
                    backend.ForgetKept();
                    Write(console.Output, Row(shape, mode, backend, timings, best), width, request.Json);
                }
            });
        }

        return ExitCode.Done;
    }

    /// <summary>The passes to measure, one by one.</summary>
    internal static BenchMode[] Modes(BenchMode mode) => mode == BenchMode.Both ? [BenchMode.Forward, BenchMode.Train] : [mode];

    private static BenchRow Row(BenchShape shape, BenchMode mode, Backend<float> backend, Timings timings, double peak) => new()
    {
        Cell = shape.Cell.Title,
        Hidden = shape.Hidden,
        Input = shape.Hidden,
        Batch = shape.Batch,
        Steps = shape.Steps,
        Layers = shape.Layers,
        Bidirectional = shape.Bidirectional,
        LearnInitialState = shape.Variant.LearnInitialState,
        Residual = shape.Variant.Residual,
        LayerNorm = shape.Variant.LayerNorm,
        RecurrentDropout = shape.Variant.RecurrentDropout,
        Zoneout = shape.Variant.Zoneout,
        Mode = Rnnctl.Options.Choice.NameOf(mode),
        Device = backend.Name,
        Threads = backend.Threads,
        Milliseconds = timings.Milliseconds.Median,
        Milliseconds10 = timings.Milliseconds.Percentile10,
        Milliseconds90 = timings.Milliseconds.Percentile90,
        TokensPerSecond = timings.Rate(shape.Tokens),
        Gflops = timings.Gflops(shape.Operations(mode)),
        PeakGflops = Math.Round(peak, 1),
    };

    private static void WriteHeading(TextWriter output, int width, Backend<float> backend, double peak, LayerVariant variant)
    {
        string threads = Plural.Of(backend.Threads, "thread");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{backend.Name}, {threads}; product peak {peak:F1} GFLOP/s{variant}"));
        output.WriteLine(
            $"{"cell".PadRight(width)} {"hidden",6} {"batch",5} {"steps",5} {"layers",6}  {"mode",-8} "
            + $"{"ms",10} {"p10",10} {"p90",10} {"tokens/s",12} {"GFLOP/s",9} {"of peak",8}");
    }

    private static void Write(TextWriter output, BenchRow row, int width, bool json)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(row, BenchJson.Default.BenchRow));
        }
        else
        {
            string layers = row.Bidirectional ? $"{row.Layers} x 2" : $"{row.Layers}";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Cell.PadRight(width)} {row.Hidden,6} {row.Batch,5} {row.Steps,5} {layers,6}  {row.Mode,-8} "
                + $"{row.Milliseconds,10:F3} {row.Milliseconds10,10:F3} {row.Milliseconds90,10:F3} {row.TokensPerSecond,12:N0} "
                + $"{row.Gflops,9:F1} {row.Gflops / row.PeakGflops,8:P0}"));
        }

        output.Flush();
    }
}
