using System.ComponentModel;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Benchmarks;

/// <summary>The scripts that measure the exchange between hosts and expect a speed-up from it.</summary>
public sealed class HostsScriptTests : IDisposable
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Rnnctl.Benchmarks");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FactWithHosts]
    public void Command_runs_on_each_host_with_its_words_as_they_are()
    {
        ToolProcess run = ToolProcess.Run(Path.Combine(Folder, "hosts.py"), ["run", "3", "sh", "-c", "echo \"$(hostname)\" \"$1\"", "sh", "two  words"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["10.77.0.1 two  words", "10.77.0.2 two  words", "10.77.0.3 two  words"], run.Output.Split('\n')[..^1].Order());
    }

    /// <summary>Times that obey A(N, B) = 2 (N - 1) / N B / w + a log2 N for w = 100 MB/s and a = 1 ms; of the other way none does.</summary>
    [Fact]
    public void Rate_delay_and_speed_up_are_those_of_the_formula()
    {
        string exchange = _folder.Write(
            "sums.tsv",
            "way\thosts\tbytes\tmedian_ms\tleast_ms\tmost_ms\n"
            + "allreduce\t2\t1000000\t500\t500\t500\n"
            + "parts\t2\t1000000\t11\t10\t12\nparts\t2\t80000000\t801\t800\t802\nparts\t4\t1000000\t17\t17\t17\nparts\t4\t80000000\t1202\t1202\t1202\n");
        string workloads = _folder.Write("workloads.tsv", "workload\tbytes\tcomputation_ms\texchange_ms_2\texchange_ms_4\nexample\t100000000\t3000\t1500\t\n");
        if (Expected(exchange, workloads, "--faster", "10", "--plot", _folder["plot.tsv"]) is not { } lines) return;

        Assert.Contains("w = 100 MB/s, a = 1.00 ms", lines);
        // Of 2 hosts 3 / (3 / 2 + 1.001), 2 * 3 / (3 + 1.001) and 3 / (3 / 2 + 0.101); of 4 hosts 3 / (3 / 4 + 1.502), 4 * 3 / (3 + 1.502) and
        // 3 / (3 / 4 + 0.152).
        string[] model = [.. lines.Where(line => line.StartsWith("| example, model", StringComparison.Ordinal)).Select(line => line[..32])];
        Assert.Equal(["| example, model | 1.20 | 1.33 |", "| example, model | 1.50 | 2.67 |", "| example, model | 1.87 | 3.33 |"], model);
        // With the measured exchange 3 / (3 / 2 + 1.5) and 2 * 3 / (3 + 1.5).
        Assert.Contains("| example, measured exchange | 1.00 |  |  |  |  |  |", lines);
        Assert.Contains("| example, measured exchange | 1.33 |  |  |  |  |  |", lines);
        string[] plot = ["log2 of hosts\texample, model\texample, measured exchange", "1\t0.750\t0.667", "2\t0.666\t"];
        Assert.Equal(plot, File.ReadLines(_folder["plot.tsv"]).Take(3));
    }

    /// <summary>The lines that speedup.py prints; null without Python.</summary>
    private static string[]? Expected(params string[] words)
    {
        try
        {
            ToolProcess run = ToolProcess.Run("python3", ["-B", Path.Combine(Folder, "speedup.py"), .. words]);
            Assert.True(run.ExitCode == 0, run.Error);
            return run.Output.Split('\n');
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
