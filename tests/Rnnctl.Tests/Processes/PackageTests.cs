using System.IO.Compression;

namespace Rnnctl.Tests.Processes;

/// <summary>Packs, installs and runs the tool.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Packed_tool_installs_from_a_folder_and_runs_outside_the_repository()
    {
        string packages = Path.Combine(_folder.Root, "packages");
        string tools = Path.Combine(_folder.Root, "tools");
        string project = Path.Combine(Repository.Root, "src", "Rnnctl");
        // The tests were built with the portable code that the package holds.
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        Dotnet("pack", project, "--configuration", configuration, "--no-build", "--output", packages, "--nologo", "-v", "quiet");

        string package = Assert.Single(Directory.GetFiles(packages, "rnnctl.*.nupkg"));
        using (ZipArchive archive = ZipFile.OpenRead(package))
        {
            string[] expected = ["README.md", "tools/net10.0/any/rnnctl.dll", "tools/net10.0/any/rnnctl.xml"];
            Assert.All(expected, name => Assert.NotNull(archive.GetEntry(name)));
        }

        using (ZipArchive symbols = ZipFile.OpenRead(Path.ChangeExtension(package, ".snupkg")))
            Assert.NotNull(symbols.GetEntry("tools/net10.0/any/rnnctl.pdb"));

        // The folder is the only package source, so that no other rnnctl is found and no network is needed.
        string sources = _folder.Write("nuget.config", "<configuration><packageSources><clear /></packageSources></configuration>");
        Dotnet("tool", "install", "rnnctl", "--tool-path", tools, "--add-source", packages, "--configfile", sources);

        string rnnctl = Path.Combine(tools, OperatingSystem.IsWindows() ? "rnnctl.exe" : "rnnctl");
        ToolProcess version = ToolProcess.Run(rnnctl, ["--version"], _folder.Root);
        Assert.Equal(0, version.ExitCode);
        Assert.Equal(Path.GetFileName(package), $"rnnctl.{version.Output.Trim()}.nupkg");

        ToolProcess help = ToolProcess.Run(rnnctl, ["train", "--help"], _folder.Root);
        string golden = Path.Combine(Repository.Root, "tests", "Rnnctl.Tests", "Golden", "train.txt");
        Assert.Equal(File.ReadAllText(golden), help.Output.ReplaceLineEndings("\n"));

        Assert.Matches(@"(?m)^ilgpu-cpu +yes", ToolProcess.Run(rnnctl, ["devices"], _folder.Root).Output);
        AssertChecksGradients(packages);
    }

    /// <summary>Runs the script for CI, which installs the package and checks gradients.</summary>
    private void AssertChecksGradients(string packages)
    {
        string script = Path.Combine(Repository.Root, "examples", "ci", "gradcheck.sh");
        ToolProcess check = ToolProcess.Run(
            "sh", [script, "--cell", "mingru", "--hidden", "3", "--embedding", "2"], _folder.Root,
            new Dictionary<string, string> { ["RNNCTL_SOURCE"] = packages });
        Assert.True(check.ExitCode == 0, check.Output + check.Error);
        string[] summaries = [.. check.Output.Split('\n').Where(line => line.Contains(" passed at tolerance ", StringComparison.Ordinal))];
        Assert.Matches(@"^(\d+) of \1 tensors passed .* on cpu", summaries[0]);
        Assert.Matches(@"^(\d+) of \1 tensors, and (\d+) of \2 forward passes, passed .* on ilgpu-cpu", summaries[1]);
    }

    private void Dotnet(params string[] words)
    {
        ToolProcess run = ToolProcess.Run(ToolProcess.Dotnet, words, _folder.Root);
        Assert.True(run.ExitCode == 0, $"dotnet {string.Join(' ', words)}\n{run.Output}\n{run.Error}");
    }
}
