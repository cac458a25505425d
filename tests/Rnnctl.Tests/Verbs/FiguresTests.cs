using System.Text;
using System.Text.Json;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Tests.Processes;
using Rnnctl.Verbs.Bench;
using Rnnctl.Verbs.Gradcheck;

namespace Rnnctl.Tests.Verbs;

/// <summary>Verbs that print numbers. Their JSON keys are a contract with scripts.</summary>
public sealed class FiguresTests
{
    [Fact]
    public void Gradcheck_of_cells_passes()
    {
        string[] cells = ["elman", "lstm", "gru"];
        (JsonElement result, string[] subjects) = Gradcheck([.. cells.SelectMany(cell => (string[])["--cell", cell])]);
        Assert.Equal(["device", "epsilon", "tolerance", "passed", "checks"], Keys(result));
        foreach (string cell in cells)
            Assert.Contains(subjects, subject => subject.StartsWith($"tagger, {cell}, 2 layers", StringComparison.Ordinal));
    }

    [Fact]
    public void Gradcheck_of_all_cases_has_every_kind_of_model()
    {
        // The tests of the libraries check the gradients of these lists.
        var all = new GradcheckRequest
        {
            Cells = CellCatalog.Variants,
            All = true,
            Exhaustive = false,
            Model = null,
            Described = [],
            Epsilon = 1e-5,
            Tolerance = null,
            Json = false,
            Compute = new ComputeSettings(default, Threads: 1, GivenSeed: null),
        };
        string[] subjects = [.. GradcheckCases.Of(all).Select(one => one.Subject)];
        foreach (string option in new[] { "learnt initial state", "residual", "layer norm", "recurrent dropout 0.3", "zoneout 0.2" })
        {
            Assert.Contains(subjects, subject => subject.StartsWith("tagger, lstm, 2 layers, both directions", StringComparison.Ordinal)
                && subject.Contains(option, StringComparison.Ordinal));
        }

        Assert.Contains("crf", subjects);
        Assert.Contains("tagger, lstm, 1 layer, both directions, hidden 5, crf", subjects);
        Assert.Contains("tagger, lstm, 2 layers, both directions, hidden 5, 2-head self-attention, crf", subjects);
        Assert.Contains("tagger, lstm, 2 layers, both directions, hidden 5, 5-head self-attention", subjects);
        foreach (string cell in new[] { "lstm", "gru", "elman", "cnn" })
            Assert.Contains($"tagger, lstm, 2 layers, both directions, hidden 5, characters by {cell}, crf", subjects);
    }

    [Fact]
    public void Gradcheck_on_a_device_passes_and_has_a_forward_pass_for_every_subject()
    {
        (JsonElement result, string[] subjects) = Gradcheck("--cell", "mingru", "--device", "ilgpu-cpu");
        Assert.Equal(["device", "epsilon", "tolerance", "passed", "checks", "directions"], Keys(result));
        AssertDirections([.. result.GetProperty("directions").EnumerateArray()], subjects);
    }

    [Fact]
    public void Gradcheck_on_a_device_checks_the_forward_pass_unless_exhaustive_is_given()
    {
        string[] words = ["gradcheck", "--cell", "mingru", "--hidden", "3", "--embedding", "2", "--device", "ilgpu-cpu"];
        string[] lines = InProcessTool.Done(words).Split('\n');
        Assert.Matches(@"\(forward pass\) +\d\.\de-\d\d  ok$", lines[^3]);
        Assert.Matches(@"^(\d+) of \1 tensors, and 1 of 1 forward passes, passed at tolerance 1\.0e-06 on ilgpu-cpu", lines[^2]);
        string exhaustive = InProcessTool.Done([.. words, "--exhaustive"]);
        Assert.DoesNotContain("forward pass", exhaustive, StringComparison.Ordinal);
        Assert.Contains("tensors passed at tolerance 1.0e-06 on ilgpu-cpu", exhaustive, StringComparison.Ordinal);
    }

    [Fact]
    public void Terminal_shows_the_progress_and_every_row_of_gradcheck()
    {
        var screen = new StringBuilder();
        var console = new ToolConsole(new StringWriter(screen), () => new StringWriter(screen), () => Stream.Null)
        {
            ErrorIsTerminal = true,
            OutputIsTerminal = true,
        };
        Assert.Equal(0, new Rnnctl.CommandLine.Application(console).Run(["gradcheck", "--cell", "elman", "--threads", "1"]));
        string shown = screen.ToString();
        Assert.Matches(@"\d+ of \d+ cases", shown);
        Assert.Contains("elman plain, 1 layer, forward, hidden 19", shown, StringComparison.Ordinal);
        Assert.Contains("tensors passed at tolerance", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradcheck_ends_with_1_if_an_error_is_above_the_tolerance()
    {
        var tool = new InProcessTool();
        Assert.Equal(1, tool.Run("gradcheck", "--cell", "elman", "--tolerance", "1e-20", "--threads", "1"));
        Assert.Contains("  WRONG\n", tool.Output, StringComparison.Ordinal);
        Assert.EndsWith("tensors passed at tolerance 1.0e-20 on " + tool.Output.Split(" on ")[^1], tool.Output, StringComparison.Ordinal);
        Assert.Empty(tool.Error);
    }

    [Fact]
    public void Gradcheck_checks_a_trained_model_with_its_own_weights()
    {
        string[] lines = InProcessTool.Done("gradcheck", "--model", SlotsModel.Path, "--threads", "1").Split('\n');
        Assert.Contains(lines, line => line.StartsWith($"model {SlotsModel.Path}", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("encoder.weight_hh_l0_reverse [128, 32]", StringComparison.Ordinal));
        Assert.StartsWith("11 of 11 tensors passed", lines[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void Gradcheck_checks_the_model_that_a_config_file_describes()
    {
        using var folder = new TemporaryFolder();
        const string Options = "train: a\noutput: b\nepochs: 3\ncell: gru\nhidden: 4\nembedding: 3\nbidirectional: false\n";
        string[] lines = InProcessTool.Done("gradcheck", "--config", folder.Write("train.yaml", Options), "--threads", "1").Split('\n');
        Assert.All(lines[1..^2], line => Assert.StartsWith("tagger, gru, 1 layer, forward, hidden 4", line, StringComparison.Ordinal));
        string weight = Assert.Single(lines, line => line.Contains("encoder.weight_ih_l0 ", StringComparison.Ordinal));
        Assert.Contains("[12, 3]", weight, StringComparison.Ordinal);
    }

    [Fact]
    public void Bench_prints_a_json_object_or_a_line_for_every_row()
    {
        string[] words = ["bench", "--seconds", "0.05", "--hidden", "8", "--batch", "4", "--steps", "5", "--threads", "1"];
        string[] lines = InProcessTool.Done([.. words, "--cell", "elman", "lstm", "gru", "--json"]).Split('\n')[..^1];
        JsonElement[] rows = [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        string[] keys =
        [
            "cell", "hidden", "input", "batch", "steps", "layers", "bidirectional",
            "learn_initial_state", "residual", "layer_norm", "recurrent_dropout", "zoneout", "mode", "device", "threads",
            "milliseconds", "milliseconds_p10", "milliseconds_p90", "tokens_per_second", "gflops", "peak_gflops",
        ];
        Assert.All(rows, row => Assert.Equal(keys, Keys(row)));
        Assert.Equal(
            ["elman forward", "elman train", "lstm forward", "lstm train", "gru forward", "gru train"],
            rows.Select(row => $"{row.GetProperty("cell")} {row.GetProperty("mode")}"));
        Assert.All(rows, row => Assert.True(Number(row, "tokens_per_second") > 0));
        Assert.All(rows, row => Assert.True(Number(row, "milliseconds_p10") <= Number(row, "milliseconds_p90")));

        string[] table = InProcessTool.Done([.. words, "--cell", "gru", "--mode", "train"]).Split('\n')[..^1];
        Assert.Equal(3, table.Length);
        Assert.StartsWith("cell          hidden batch steps layers  mode", table[1], StringComparison.Ordinal);
        Assert.StartsWith("gru                8     4     5      1  train", table[2], StringComparison.Ordinal);

        string[] variant = InProcessTool.Done([.. words, "--cell", "gru", "--mode", "train", "--layers", "2", "--residual", "--zoneout", "0.1"]).Split('\n');
        Assert.EndsWith("GFLOP/s, residual, zoneout 0.1", variant[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Bench_of_language_models_prints_an_evaluation_and_an_update_with_their_operations()
    {
        string[] words = ["bench", "--task", "lm", "--seconds", "0.01", "--hidden", "8", "--vocabulary", "20", "--threads", "1"];
        string[] lines = InProcessTool.Done([.. words, "--direction", "both", "--json"]).Split('\n')[..^1];
        JsonElement[] rows = [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        string[] keys =
        [
            "cell", "hidden", "input", "vocabulary", "batch", "steps", "layers", "direction", "softmax", "mode", "device", "threads",
            "milliseconds", "milliseconds_p10", "milliseconds_p90", "tokens_per_second", "gflops", "peak_gflops",
        ];
        Assert.All(rows, row => Assert.Equal(keys, Keys(row)));
        Assert.Equal(["forward", "train"], rows.Select(row => row.GetProperty("mode").GetString()!));

        // Per token and direction: two layers of W and U [4 · 8, 8], and the output layer [20, 8].
        const double Forward = 2 * 700 * 2 * ((2 * 2 * 32 * 8) + (20 * 8));
        Assert.Equal(Forward / Number(rows[0], "milliseconds") / 1e6, Number(rows[0], "gflops"), 0.051);
        Assert.Equal(3 * Forward / Number(rows[1], "milliseconds") / 1e6, Number(rows[1], "gflops"), 0.051);

        string[] table = InProcessTool.Done([.. words, "--cell", "gru", "--mode", "train", "--softmax", "sampled:9"]).Split('\n')[..^1];
        Assert.StartsWith("cell          direction hidden symbols batch steps layers  softmax        mode", table[1], StringComparison.Ordinal);
        Assert.StartsWith("gru           forward        8      20    20    35      2  sampled:9      train", table[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Bench_of_products_prints_a_row_for_each_size()
    {
        string[] words = ["bench", "--task", "product", "--seconds", "0.01", "--hidden", "32", "48", "--threads", "1"];
        JsonElement[] rows = [.. InProcessTool.Done([.. words, "--json"]).Split('\n')[..^1].Select(line => JsonDocument.Parse(line).RootElement)];
        string[] keys =
        [
            "size", "device", "threads", "milliseconds", "milliseconds_p10", "milliseconds_p90", "gflops", "best_gflops", "peak_gflops",
        ];
        Assert.All(rows, row => Assert.Equal(keys, Keys(row)));
        Assert.Equal([32, 48], rows.Select(row => row.GetProperty("size").GetInt32()));
        Assert.All(rows, row => Assert.InRange(Number(row, "gflops"), 0, Number(row, "best_gflops")));
        Assert.StartsWith("    48 ", InProcessTool.Done(words).Split('\n')[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void Verbose_bench_compares_the_peak_with_the_theoretical_one()
    {
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("bench", "--task", "product", "--seconds", "0.01", "--hidden", "8", "--device", "cpu", "--threads", "1", "--verbose"));
        Assert.Matches(@"\d+% of the theoretical \d+\.\d: 1 core x \d+\.\d\d GHz x \d+ operations a cycle", tool.Error);
        Assert.Matches(@", two multiply-adds of \d+ bits; a tile of \d+ x 2 registers allows \d+%$", tool.Error.TrimEnd());

        // Zen 3: two multiply-adds of eight numbers in a cycle.
        Assert.Equal(2 * 3.25 * 32, new TheoreticalPeak(Cores: 2, Clock: 3.25, Width: 256).Gflops);

        // 4 x 1: two cycles of multiply-adds, four of waiting for the accumulators. 8 x 1: four of multiply-adds, four and a half of loads.
        Assert.Equal((1, 0.5, 4 / 4.5), (new ProductTile(6, 2).Share, new ProductTile(4, 1).Share, new ProductTile(8, 1).Share));
    }

    [Fact]
    public void Devices_lists_the_cpu_first()
    {
        JsonElement[] devices = [.. JsonDocument.Parse(InProcessTool.Done("devices", "--json")).RootElement.EnumerateArray()];
        Assert.All(devices, device => Assert.Equal(["name", "available", "description", "memory_bytes", "driver"], Keys(device)));
        string?[] names = [.. devices.Select(device => device.GetProperty("name").GetString())];
        Assert.Equal("cpu", names[0]);
        Assert.Subset(names.ToHashSet(), new HashSet<string?> { "cuda", "opencl", "ilgpu-cpu" });
        Assert.True(devices[0].GetProperty("available").GetBoolean());
        Assert.StartsWith("cpu        yes  ", InProcessTool.Done("devices"), StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_shows_the_parts_of_a_model()
    {
        string[] lines = InProcessTool.Done("inspect", SlotsModel.Path).Split('\n');
        Assert.StartsWith("task        tag, written by rnnctl ", lines[0], StringComparison.Ordinal);
        Assert.Equal("scored by   F1 over spans", lines[1]);
        Assert.Equal("cell        lstm, hidden 32, layers 1, both directions", lines[2]);
        Assert.Equal("embedding   32, dropout 0.3", lines[3]);
        Assert.Contains("vocabulary  labels: 11", lines);
        Assert.Contains(lines, line => line.StartsWith("training    378 steps, best f1 ", StringComparison.Ordinal));
        Assert.Contains("parameters  21,643", lines);
        Assert.Contains("  output.weight                        [11, 64]", lines);
    }

    [Fact]
    public void Inspect_prints_options_with_their_command_line_values()
    {
        JsonElement model = JsonDocument.Parse(InProcessTool.Done("inspect", SlotsModel.Path, "--json")).RootElement;
        Assert.Equal(["path", "configuration", "parameters", "tensors", "step", "best_score", "resumable"], Keys(model));
        JsonElement configuration = model.GetProperty("configuration");
        Assert.Equal("tag", configuration.GetProperty("task").GetString());
        Assert.Equal("adam", configuration.GetProperty("training").GetProperty("optimizer").GetString());
        Assert.Equal("constant", configuration.GetProperty("training").GetProperty("schedule").GetString());
        Assert.Equal(21_643, model.GetProperty("parameters").GetInt64());
        Assert.Equal(11, model.GetProperty("tensors").GetArrayLength());
    }

    private static double Number(JsonElement element, string key) => element.GetProperty(key).GetDouble();

    private static (JsonElement Result, string[] Subjects) Gradcheck(params string[] options)
    {
        ToolProcess run = ToolProcess.Rnnctl(["gradcheck", "--json", .. options]);
        Assert.True(run.ExitCode == 0, run.Output);
        JsonElement result = JsonDocument.Parse(run.Output).RootElement;
        Assert.True(result.GetProperty("passed").GetBoolean());
        Assert.Equal((1e-5, 1e-6), (result.GetProperty("epsilon").GetDouble(), result.GetProperty("tolerance").GetDouble()));
        JsonElement[] checks = [.. result.GetProperty("checks").EnumerateArray()];
        Assert.All(checks, check => Assert.Equal(["subject", "tensor", "shape", "max_abs_error", "max_rel_error", "passed"], Keys(check)));
        return (result, [.. checks.Select(check => check.GetProperty("subject").GetString()!).Distinct()]);
    }

    private static void AssertDirections(JsonElement[] directions, string[] subjects)
    {
        Assert.All(directions, direction => Assert.Equal(["subject", "rel_error", "passed", "wrong_tensors"], Keys(direction)));
        Assert.All(directions, direction => Assert.True(direction.GetProperty("passed").GetBoolean(), direction.ToString()));
        Assert.Equal(subjects, directions.Select(direction => direction.GetProperty("subject").GetString()!).Distinct());
    }

    private static IEnumerable<string> Keys(JsonElement element) => element.EnumerateObject().Select(entry => entry.Name);
}
