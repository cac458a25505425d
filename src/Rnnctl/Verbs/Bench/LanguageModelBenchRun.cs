using System.Globalization;
using System.Text.Json;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Devices;
using Rnnctl.Devices;
using Rnnctl.Inference.Configurations;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Bench;

/// <summary>Measures whole language models: one row for each combination of cell and sizes, for an evaluation and for an update.</summary>
internal static class LanguageModelBenchRun
{
    private const int NarrowestName = 13;

    /// <summary>Measures, prints, and returns the exit code.</summary>
    public static int Run(LanguageModelBenchRequest request, ToolConsole console, CancellationToken cancellation)
    {
        DeviceName device = Device.Choose(request.Compute, request.Hidden.Max, console);
        using Backend<float> backend = Device.Open<float>(device, request.Compute);
        PeakProduct peak = PeakProduct.Measure(backend, request.Seconds, device, console);
        int width = Math.Max(NarrowestName, request.Cells.Max(cell => cell.Title.Length));
        if (!request.Json) WriteHeading(console.Output, width, backend, peak.Gflops, request);
        foreach (BenchSize size in BenchSize.Combinations(request.Cells, request.Hidden, request.Batch, request.Steps))
        {
            double best = peak.Renew();
            size.Measure(() =>
            {
                using var model = new BenchLanguageModel(backend, request, size);
                foreach (BenchMode mode in BenchRun.Modes(request.Mode))
                {
                    cancellation.ThrowIfCancellationRequested();
                    Timings timings = Timings.Of(backend, mode == BenchMode.Forward ? model.Evaluate : model.Train, request.Seconds);
                    Write(console.Output, RowOf(request, backend, size, mode, timings, model.Operations(mode), best), width, request.Json);
                }
            });
        }

        return ExitCode.Done;
    }

    private static LanguageModelBenchRow RowOf(
        LanguageModelBenchRequest request, Backend<float> backend, BenchSize size, BenchMode mode, Timings timings, double operations, double peak) => new()
        {
            Cell = size.Cell.Title,
            Hidden = size.Hidden,
            Input = size.Hidden,
            Vocabulary = request.Vocabulary,
            Batch = size.Batch,
            Steps = size.Steps,
            Layers = request.Model.Architecture.Layers,
            Direction = Rnnctl.Options.Choice.NameOf(request.Model.Architecture.LanguageModel!.Direction),
            Softmax = mode == BenchMode.Forward ? SampledSoftmax.Full : request.Model.Training.Softmax,
            Mode = Rnnctl.Options.Choice.NameOf(mode),
            Device = backend.Name,
            Threads = backend.Threads,
            Milliseconds = timings.Milliseconds.Median,
            Milliseconds10 = timings.Milliseconds.Percentile10,
            Milliseconds90 = timings.Milliseconds.Percentile90,
            TokensPerSecond = timings.Rate((double)size.Batch * size.Steps),
            Gflops = timings.Gflops(operations),
            PeakGflops = Math.Round(peak, 1),
        };

    private static void WriteHeading(TextWriter output, int width, Backend<float> backend, double peak, LanguageModelBenchRequest request)
    {
        string threads = Plural.Of(backend.Threads, "thread");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{backend.Name}, {threads}; product peak {peak:F1} GFLOP/s; language models{request.Model.Architecture.LayerVariant()}"));
        output.WriteLine(
            $"{"cell".PadRight(width)} {"direction",-9} {"hidden",6} {"symbols",7} {"batch",5} {"steps",5} {"layers",6}  {"softmax",-14} {"mode",-8} "
            + $"{"ms",10} {"p10",10} {"p90",10} {"tokens/s",12} {"GFLOP/s",9} {"of peak",8}");
    }

    private static void Write(TextWriter output, LanguageModelBenchRow row, int width, bool json)
    {
        output.WriteLine(json
            ? JsonSerializer.Serialize(row, BenchJson.Default.LanguageModelBenchRow)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Cell.PadRight(width)} {row.Direction,-9} {row.Hidden,6} {row.Vocabulary,7} {row.Batch,5} {row.Steps,5} {row.Layers,6}  "
                + $"{row.Softmax,-14} {row.Mode,-8} {row.Milliseconds,10:F3} {row.Milliseconds10,10:F3} {row.Milliseconds90,10:F3} {row.TokensPerSecond,12:N0} "
                + $"{row.Gflops,9:F1} {row.Gflops / row.PeakGflops,8:P0}"));
        output.Flush();
    }
}
