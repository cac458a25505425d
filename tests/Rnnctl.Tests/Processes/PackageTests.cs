using System.IO.Compression;

namespace Rnnctl.Tests.Processes;

/// <summary>The package that users install.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_packed_tool_installs_from_a_folder_and_runs_outside_the_repository()
    {
        string packages = Path.Combine(_folder.Root, "packages");
        string tools = Path.Combine(_folder.Root, "tools");
        string project = Path.Combine(Repository.Root, "src", "Rnnctl");
        Dotnet("pack", project, "--output", packages, "--artifacts-path", Path.Combine(_folder.Root, "build"), "--nologo", "-v", "quiet");

        string package = Assert.Single(Directory.GetFiles(packages, "rnnctl.*.nupkg"));
        using (ZipArchive archive = ZipFile.OpenRead(package))
            Assert.NotNull(archive.GetEntry("tools/net10.0/any/rnnctl.dll"));

        // Only the folder is asked, so that no other rnnctl can be found and no network is needed.
        string sources = _folder.Write("nuget.config", "<configuration><packageSources><clear /></packageSources></configuration>");
        Dotnet("tool", "install", "rnnctl", "--tool-path", tools, "--add-source", packages, "--configfile", sources);

        string rnnctl = Path.Combine(tools, OperatingSystem.IsWindows() ? "rnnctl.exe" : "rnnctl");
        ToolProcess version = ToolProcess.Run(rnnctl, ["--version"], _folder.Root);
        Assert.Equal(0, version.ExitCode);
        Assert.Equal(Path.GetFileName(package), $"rnnctl.{version.Output.Trim()}.nupkg");

        ToolProcess help = ToolProcess.Run(rnnctl, ["train", "--help"], _folder.Root);
        string golden = Path.Combine(Repository.Root, "tests", "Rnnctl.Tests", "Golden", "train.txt");
        Assert.Equal(File.ReadAllText(golden), help.Output.ReplaceLineEndings("\n"));
    }

    private void Dotnet(params string[] words)
    {
        ToolProcess run = ToolProcess.Run(ToolProcess.Dotnet, words, _folder.Root);
        Assert.True(run.ExitCode == 0, $"dotnet {string.Join(' ', words)}\n{run.Output}\n{run.Error}");
    }
}
