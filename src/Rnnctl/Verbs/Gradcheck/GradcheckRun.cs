using System.Text.Json;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Devices;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Gradcheck;

/// <summary>Compares gradients with central differences in double precision, and prints a row for each tensor.</summary>
internal static class GradcheckRun
{
    private const double DefaultTolerance = 1e-6;

    /// <summary>Checks and prints; returns exit code 1 if a gradient is wrong.</summary>
    public static int Run(GradcheckRequest request, ToolConsole console, CancellationToken cancellation)
    {
        double tolerance = request.Tolerance ?? DefaultTolerance;
        DeviceName device = Device.Choose(request.Compute, () => 0, console);
        using Backend<double> backend = Device.Open<double>(device, request.Compute);
        using Backend<double>? cpu = request.Exhaustive || device.Kind == DeviceKind.Cpu ? null : CpuDevice.Open<double>(request.Compute.Threads);
        GradientCase[] cases = [.. GradcheckCases.Of(request)];
        var outcomes = new List<GradcheckOutcome>();
        var table = new GradcheckTable(cases.Max(one => one.Subject.Length));
        using (var display = new CountDisplay(console, cases.Length, "cases"))
        {
            if (!request.Json) display.WriteData(table.Heading);
            foreach (GradcheckOutcome outcome in cases.Select(Check))
            {
                outcomes.Add(outcome);
                display.OneDone();
                if (!request.Json) Write(display, table.Rows(outcome));
            }
        }

        if (request.Json) WriteJson(console.Output, backend.Name, request.Epsilon, tolerance, outcomes);
        else console.Table.WriteLine(GradcheckTable.Summary(outcomes, tolerance, backend.Name));
        return outcomes.TrueForAll(outcome => outcome.Passed) ? ExitCode.Done : ExitCode.CheckFailed;

        GradcheckOutcome Check(GradientCase one)
        {
            cancellation.ThrowIfCancellationRequested();
            return cpu is null
                ? new GradcheckOutcome(GradientChecker.Check(backend, one, request.Epsilon, tolerance), Direction: null)
                : GradcheckOutcome.Of(GradientChecker.CheckDevice(backend, cpu, one, request.Epsilon, tolerance));
        }
    }

    private static void Write(CountDisplay display, IEnumerable<string> lines)
    {
        foreach (string line in lines) display.WriteData(line);
    }

    private static void WriteJson(TextWriter output, string device, double epsilon, double tolerance, List<GradcheckOutcome> outcomes)
    {
        GradcheckRow[] rows = [.. outcomes.SelectMany(outcome => outcome.Tensors).Select(GradcheckRow.Of)];
        GradcheckDirection[] directions = [.. outcomes.Select(outcome => outcome.Direction).OfType<DirectionCheck>().Select(GradcheckDirection.Of)];
        bool passed = outcomes.TrueForAll(outcome => outcome.Passed);
        var result = new GradcheckResult(device, epsilon, tolerance, passed, rows, directions.Length == 0 ? null : directions);
        output.WriteLine(JsonSerializer.Serialize(result, GradcheckJson.Default.GradcheckResult));
    }
}
