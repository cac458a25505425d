namespace Rnnctl.Tests.Processes;

/// <summary>Runs with closed or full standard input, output and error.</summary>
public sealed class StreamTests : IDisposable
{
    private static readonly string Tool = $"'{ToolProcess.Dotnet}' exec '{ToolProcess.Tool}'";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("2>&-")]
    [InlineData("2>/dev/full")]
    public void Messages_that_cannot_be_written_are_dropped_and_the_exit_code_is_right(string redirection)
    {
        if (!OperatingSystem.IsLinux()) return;
        string model = _folder["model"];
        Assert.Equal(0, Shell($"{Tool} train --train '{SlotsModel.Validation}' --epochs 1 --hidden 4 --output '{model}' {redirection}").ExitCode);
        Assert.True(File.Exists(Path.Combine(model, "model.safetensors")));
        Assert.Equal(2, Shell($"{Tool} tag '{_folder["none"]}' {redirection}").ExitCode);
    }

    [Fact]
    public void Closed_standard_input_is_an_error()
    {
        if (!OperatingSystem.IsLinux()) return;
        foreach (string verb in new[] { $"tag '{SlotsModel.Path}'", $"translate '{ReverseModel.Path}'", $"tag '{SlotsModel.Path}' /dev/stdin" })
        {
            ToolProcess run = Shell($"timeout 60 {Tool} {verb} <&-");
            Assert.Equal((2, "error: standard input is closed"), (run.ExitCode, run.Error.Split('\n')[0]));
        }
    }

    [Fact]
    public void Write_to_closed_standard_output_is_an_error()
    {
        if (!OperatingSystem.IsLinux()) return;
        ToolProcess run = Shell($"{Tool} devices >&-");
        Assert.Equal((3, "error: standard output is closed"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Closing_the_terminal_ends_training_as_an_interrupt_does()
    {
        if (OperatingSystem.IsWindows()) return;
        string[] words = ["train", "--train", SlotsModel.Training, "--epochs", "1000", "--hidden", "4", "--threads", "1", "--output", _folder["model"]];
        using var tool = new RunningTool(words);
        Assert.True(tool.ReadErrorUpTo("epoch 1 "));
        tool.Signal("HUP");
        ToolProcess end = tool.End();
        Assert.Equal(130, end.ExitCode);
        Assert.StartsWith("interrupted; the run is saved in ", end.Error.Split('\n')[^1], StringComparison.Ordinal);
    }

    private static ToolProcess Shell(string command) => ToolProcess.Run("bash", ["-c", command]);
}
