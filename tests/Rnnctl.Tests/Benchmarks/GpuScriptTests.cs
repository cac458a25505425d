using System.Text.Json;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Benchmarks;

/// <summary>Runs the benchmark script for GPUs with tiny shapes on ILGPU's CPU accelerator.</summary>
public sealed class GpuScriptTests : IDisposable
{
    private static readonly string Script = Path.Combine(Repository.Root, "tests", "Rnnctl.Benchmarks", "gpu.sh");
    private static readonly string[] Steps = ["devices", "gradcheck", "train-ilgpu-cpu", "train-cpu", "bench"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_step_runs_and_the_results_are_in_one_json_file_and_one_table()
    {
        ToolProcess run = Run($"exec '{ToolProcess.Dotnet}' exec '{ToolProcess.Tool}' \"$@\"");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        JsonElement result = JsonDocument.Parse(File.ReadAllText(_folder["out/gpu.json"])).RootElement;
        Assert.Superset(Steps.ToHashSet(), StepsOf(result).ToHashSet());
        Assert.Matches(@"^(\d+) of \1 tensors, and 1 of 1 forward passes, passed", result.GetProperty("gradcheck").GetString());
        double Loss(string device) => result.GetProperty("valid_losses").GetProperty(device)[0].GetDouble();
        Assert.Equal(Loss("cpu"), Loss("ilgpu-cpu"), 1e-4);
        Assert.Equal(3 * 2 * 2, result.GetProperty("bench").GetArrayLength());

        string[] table = File.ReadAllLines(_folder["out/gpu.md"]);
        Assert.Contains(table, line => line.StartsWith("    ilgpu-cpu  yes", StringComparison.Ordinal));
        Assert.Single(table, line => line.StartsWith("| 1 | ", StringComparison.Ordinal));
        Assert.Equal(4, table.Count(line => line.StartsWith("| lstm | ", StringComparison.Ordinal)));
    }

    [Fact]
    public void After_a_failed_step_the_other_steps_still_run()
    {
        ToolProcess run = Run("echo \"$1 failed\" >&2; exit 3");
        Assert.Equal(1, run.ExitCode);
        JsonElement result = JsonDocument.Parse(File.ReadAllText(_folder["out/gpu.json"])).RootElement;
        Assert.Superset(Steps.ToHashSet(), StepsOf(result).ToHashSet());
        Assert.Contains("| gradcheck | 3 | ", File.ReadAllText(_folder["out/gpu.md"]), StringComparison.Ordinal);
    }

    private static IEnumerable<string> StepsOf(JsonElement result) =>
        result.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("step").GetString()!);

    private ToolProcess Run(string body)
    {
        string program = _folder.Write("rnnctl", $"#!/bin/sh\n{body}\n");
        string[] words = ["-c", "chmod +x \"$2\" && \"$1\" \"$2\" \"$3\"", "bash", Script, program, _folder["out"]];
        return ToolProcess.Run("bash", words, environment: new Dictionary<string, string>
        {
            ["RNNCTL_GPU_DEVICE"] = "ilgpu-cpu",
            ["RNNCTL_GPU_SMALL"] = "1",
        });
    }
}
