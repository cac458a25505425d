namespace Rnnctl.Tests.Processes;

/// <summary>The tool loads ILGPU only if it uses it, because loading takes time.</summary>
public sealed class LoadedAssembliesTests : IDisposable
{
    private static readonly string[] Ilgpu = ["ILGPU", "ILGPU.Algorithms"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("train", "--help")]
    [InlineData("gradcheck", "--cell", "mingru")]
    public void Help_and_gradcheck_on_the_cpu_do_not_load_ILGPU(params string[] words) =>
        Assert.Empty(Ilgpu.Intersect(LoadedBy(words)));

    [Theory]
    [InlineData("cpu")]
    [InlineData("auto")]
    public void Tag_on_the_cpu_does_not_load_ILGPU(string device) =>
        Assert.Empty(Ilgpu.Intersect(LoadedBy("tag", SlotsModel.Path, "--device", device)));

    [Fact]
    public void Tag_on_ilgpu_cpu_loads_ILGPU() =>
        Assert.Equal(Ilgpu, Ilgpu.Intersect(LoadedBy("tag", SlotsModel.Path, "--device", "ilgpu-cpu")));

    private string[] LoadedBy(params string[] words)
    {
        string list = _folder["assemblies"];
        ToolProcess run = ToolProcess.Run(ToolProcess.Dotnet, ["exec", ToolProcess.Tool, .. words], environment: new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
            [StartupHook.FileVariable] = list,
        });
        Assert.True(run.ExitCode == 0, run.Error);
        return File.ReadAllLines(list);
    }
}
