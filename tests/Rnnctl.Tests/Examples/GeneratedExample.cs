using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Examples;

/// <summary>An example with the files of its generator, which runs once for all tests, at the first file that a test reads.</summary>
/// <param name="name">The example's folder.</param>
/// <param name="arguments">What the generator gets after the folder to write to.</param>
internal sealed class GeneratedExample(string name, params string[] arguments)
{
    private readonly Lazy<TemporaryFolder> _generated = new(() => Generate(name, arguments));

    /// <summary>The folder of the example in the repository.</summary>
    public string Folder { get; } = FolderOf(name);

    /// <summary>The path of a file in the temporary folder.</summary>
    public string this[string file] => _generated.Value[file];

    private static string FolderOf(string name) => Path.Combine(Repository.Root, "examples", name);

    private static TemporaryFolder Generate(string name, string[] arguments)
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        ToolProcess run = ToolProcess.Run(ToolProcess.Dotnet, ["run", Path.Combine(FolderOf(name), "generate.cs"), folder.Root, .. arguments]);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        return folder;
    }
}
