namespace Rnnctl.Tests.Processes;

/// <summary>Who computes on the CPU does not wait for ILGPU to be loaded.</summary>
public sealed class LoadedAssembliesTests : IDisposable
{
    private static readonly string[] Ilgpu = ["ILGPU", "ILGPU.Algorithms"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("train", "--help")]
    [InlineData("gradcheck", "--cell", "mingru")]
    public void Without_a_device_of_its_own_nothing_of_ILGPU_is_loaded(params string[] words) =>
        Assert.Empty(Ilgpu.Intersect(LoadedBy(words)));

    [Theory]
    [InlineData("cpu")]
    [InlineData("auto")]
    public void Nor_by_a_filter_on_the_cpu(string device) =>
        Assert.Empty(Ilgpu.Intersect(LoadedBy("tag", SlotsModel.Path, "--device", device)));

    [Fact]
    public void One_on_the_accelerator_of_ILGPU_loads_it() =>
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
