namespace Rnnctl.Tests.Processes;

/// <summary>The executable as a shell runs it.</summary>
public class EndToEndTests
{
    [Fact]
    public void Help_goes_to_standard_output()
    {
        ToolProcess run = ToolProcess.Rnnctl("--help");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("Train, measure and run recurrent sequence models.", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Mistake_goes_to_standard_error_without_a_stack_trace()
    {
        ToolProcess run = ToolProcess.Rnnctl("train", "--train", "a", "--output", "b", "--optimizer", "lion");
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal(
            [
                "error: --optimizer: unknown value 'lion', expected one of sgd, momentum, adagrad, rmsprop, adam, adamw",
                "hint: rnnctl train --help",
            ],
            run.Error.Split(Environment.NewLine));
    }

    [Fact]
    public void Closed_pipe_is_no_error()
    {
        if (OperatingSystem.IsWindows())
            return;
        string tool = $"'{ToolProcess.Dotnet}' exec '{ToolProcess.Tool}'";
        ToolProcess run = ToolProcess.Run("bash", ["-c", $"{tool} train --help | {{ exec <&-; sleep 1; }}; echo ${{PIPESTATUS[0]}}"]);
        Assert.Equal("0", run.Output.Trim());
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Standard_output_and_error_can_share_a_file_that_others_append_to()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        string tool = $"'{ToolProcess.Dotnet}' exec '{ToolProcess.Tool}'";
        string script = $"(echo before; {tool} --version; {tool} nonsense; {tool} --version; echo after) > all.txt 2>&1";
        ToolProcess.Run("bash", ["-c", script], folder.Root);
        string[] lines = File.ReadAllLines(Path.Combine(folder.Root, "all.txt"));
        Assert.Equal(6, lines.Length);
        Assert.Equal(("before", "after"), (lines[0], lines[5]));
        Assert.Equal(lines[1], lines[4]);
        Assert.StartsWith("error: unknown verb 'nonsense'", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Help_does_not_load_spectre_console_and_yaml()
    {
        using var folder = new TemporaryFolder();
        string[] spared = ["Spectre.Console.dll", "Spectre.Console.Ansi.dll", "YamlDotNet.dll"];
        string settings = Path.ChangeExtension(ToolProcess.Tool, ".runtimeconfig.json");
        foreach (string path in Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Append(settings))
        {
            if (!spared.Contains(Path.GetFileName(path)))
                File.Copy(path, Path.Combine(folder.Root, Path.GetFileName(path)));
        }
        ToolProcess run = ToolProcess.Run(ToolProcess.Dotnet, ["exec", Path.Combine(folder.Root, "rnnctl.dll"), "train", "--help"]);
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
    }
}
