using System.Globalization;
using System.Text.Json;
using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Inference.Translation;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Bench;

/// <summary>Measures whole translators: one row for each combination of cell and sizes, and for training and each beam.</summary>
internal static class TranslatorBenchRun
{
    private const int NarrowestName = 13;

    /// <summary>Measures, prints, and returns the exit code.</summary>
    public static int Run(TranslatorBenchRequest request, ToolConsole console, CancellationToken cancellation)
    {
        using Backend<float> backend = Device.Open<float>(request.Compute, request.Hidden.Max, console);
        int width = Math.Max(NarrowestName, request.Cells.Max(cell => cell.Title.Length));
        if (!request.Json) WriteHeading(console.Output, width, backend);
        foreach (BenchSize size in BenchSize.Combinations(request.Cells, request.Hidden, request.Batch, request.Steps))
        {
            size.Measure(() =>
            {
                using var translator = new BenchTranslator(backend, request, size);
                TranslatorBenchRow Row(string mode, Timings timings) => RowOf(request, backend, size, mode, timings);
                cancellation.ThrowIfCancellationRequested();
                if (request.Mode != BenchMode.Forward)
                    Write(console.Output, Row("train", Timings.Of(backend, translator.Train, request.Seconds)), width, request.Json);
                foreach (int beam in request.Mode == BenchMode.Train ? [] : request.Beams)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Timings timings = Search(backend, translator, beam, request.Seconds);
                    Write(console.Output, Row(beam == 1 ? "greedy" : $"beam {beam}", timings), width, request.Json);
                }
            });
        }

        return ExitCode.Done;
    }

    private static Timings Search(Backend<float> backend, BenchTranslator translator, int beam, double seconds)
    {
        Action search = translator.NewSearch(beam, out TranslatorRunner runner);
        using (runner) return Timings.Of(backend, search, seconds);
    }

    private static TranslatorBenchRow RowOf(
        TranslatorBenchRequest request, Backend<float> backend, BenchSize size, string mode, Timings timings) => new()
        {
            Cell = size.Cell.Title,
            Attention = Rnnctl.Options.Choice.NameOf(request.Attention),
            Hidden = size.Hidden,
            Vocabulary = request.Vocabulary,
            Batch = size.Batch,
            Steps = size.Steps,
            Layers = request.Layers,
            Mode = mode,
            Device = backend.Name,
            Threads = backend.Threads,
            Milliseconds = timings.Milliseconds.Median,
            Milliseconds10 = timings.Milliseconds.Percentile10,
            Milliseconds90 = timings.Milliseconds.Percentile90,
            TokensPerSecond = timings.Rate((double)size.Batch * size.Steps),
        };

    private static void WriteHeading(TextWriter output, int width, Backend<float> backend)
    {
        output.WriteLine($"{backend.Name}, {Plural.Of(backend.Threads, "thread")}; translators");
        output.WriteLine(
            $"{"cell".PadRight(width)} {"attention",-10} {"hidden",6} {"symbols",7} {"batch",5} {"steps",5} {"layers",6}  {"mode",-8} "
            + $"{"ms",10} {"p10",10} {"p90",10} {"tokens/s",12}");
    }

    private static void Write(TextWriter output, TranslatorBenchRow row, int width, bool json)
    {
        output.WriteLine(json
            ? JsonSerializer.Serialize(row, BenchJson.Default.TranslatorBenchRow)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Cell.PadRight(width)} {row.Attention,-10} {row.Hidden,6} {row.Vocabulary,7} {row.Batch,5} {row.Steps,5} {row.Layers,6}  {row.Mode,-8} "
                + $"{row.Milliseconds,10:F3} {row.Milliseconds10,10:F3} {row.Milliseconds90,10:F3} {row.TokensPerSecond,12:N0}"));
        output.Flush();
    }
}
