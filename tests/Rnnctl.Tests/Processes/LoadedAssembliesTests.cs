namespace Rnnctl.Tests.Processes;

/// <summary>The tool loads ILGPU, and what calls MPI, only if it uses them, because loading takes time.</summary>
public sealed class LoadedAssembliesTests : IDisposable
{
    private static readonly string[] Ilgpu = ["ILGPU", "ILGPU.Algorithms"];

    private static readonly string[] Optional = [.. Ilgpu, "Rnnctl.Mpi"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("train", "--help")]
    [InlineData("gradcheck", "--cell", "mingru")]
    public void Help_and_gradcheck_on_the_cpu_load_neither_ILGPU_nor_MPI(params string[] words) =>
        Assert.Empty(Optional.Intersect(LoadedBy(words)));

    [Theory]
    [InlineData("cpu")]
    [InlineData("auto")]
    public void Tag_on_the_cpu_loads_neither_ILGPU_nor_MPI(string device) =>
        Assert.Empty(Optional.Intersect(LoadedBy("tag", SlotsModel.Path, "--device", device)));

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
