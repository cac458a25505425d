using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json;
using System.Xml.Linq;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Examples;

/// <summary>Packs the library, and builds and calls the programs of examples/library with the package.</summary>
public sealed class LibraryTests : IDisposable
{
    private const string Sentence = "arrive Taipei on November 2nd";

    private static readonly string Example = Path.Combine("examples", "library");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Programs_use_the_package_from_a_folder()
    {
        string package = Pack();
        string[] dependencies = AssertComplete(package);
        Build(dependencies);
        AssertConsoleTags();
        await AssertServiceAnswers();
    }

    private string Pack()
    {
        // The tests were built with the assemblies that the package holds.
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string project = Path.Combine(Repository.Root, "src", "Rnnctl.Inference"), packages = _folder[Path.Combine("artifacts", "package")];
        Dotnet("pack", project, "--configuration", configuration, "--no-build", "--output", packages, "--nologo", "-v", "quiet");
        return Assert.Single(Directory.GetFiles(packages, "*.nupkg"));
    }

    /// <summary>Requires readme, tags, documentation and symbols, and returns the folders of the packages that this one needs.</summary>
    private static string[] AssertComplete(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package), symbols = ZipFile.OpenRead(Path.ChangeExtension(package, ".snupkg"));
        string[] assemblies = ["Rnnctl.Compute", "Rnnctl.Inference", "Rnnctl.Models", "Rnnctl.Text"];
        Assert.Equal([.. assemblies.Select(name => $"lib/net10.0/{name}.dll")], Names(archive, "lib/", ".dll"));
        Assert.Equal([.. assemblies.Select(name => $"lib/net10.0/{name}.pdb")], Names(symbols, "lib/", ".pdb"));
        Assert.Equal(["ref/net10.0/Rnnctl.Inference.dll", "ref/net10.0/Rnnctl.Inference.xml"], Names(archive, "ref/", ""));
        using Stream stream = archive.GetEntry("Rnnctl.Inference.nuspec")!.Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().Single();
        string ValueOf(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        Assert.NotNull(archive.GetEntry(ValueOf("readme")));
        Assert.Contains("rnn", ValueOf("tags").Split(' '));
        return [.. metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(FolderOf)];
    }

    /// <summary>The folder of a package that was restored for the build of the tests, so that no network is needed.</summary>
    private static string FolderOf(XElement dependency)
    {
        string restored = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Path.Combine(restored, dependency.Attribute("id")!.Value.ToLowerInvariant(), dependency.Attribute("version")!.Value);
    }

    private static string[] Names(ZipArchive archive, string folder, string extension) =>
    [
        .. archive.Entries.Select(entry => entry.FullName)
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal) && name.EndsWith(extension, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private void Build(string[] dependencies)
    {
        string source = Path.Combine(Repository.Root, Example), copy = _folder[Example];
        foreach (string name in (string[])["Directory.Build.props", "nuget.config", "library.slnx", .. Sources("console"), .. Sources("web")])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, name))!);
            File.Copy(Path.Combine(source, name), Path.Combine(copy, name));
        }

        string sources = $"-p:RestoreAdditionalProjectSources=\"{string.Join(';', dependencies)}\"";
        Dotnet("build", Path.Combine(copy, "library.slnx"), "--nologo", "-v", "quiet", "-warnaserror", "-p:NuGetAudit=false", sources);
        Assert.True(Directory.Exists(Path.Combine(copy, "obj", "packages", "rnnctl.inference")), "the package was not taken from the folder");

        static string[] Sources(string program) => [Path.Combine(program, $"{program}.csproj"), Path.Combine(program, "Program.cs")];
    }

    private void AssertConsoleTags()
    {
        ToolProcess run = ToolProcess.Run(ToolProcess.Dotnet, [Built("console"), SlotsModel.Path, .. Sentence.Split(' ')]);
        Assert.Equal("", run.Error);
        string[][] rows = [.. run.Output.ReplaceLineEndings("\n").Split('\n')[..^1].Select(line => line.Split('\t'))];
        Assert.Equal(Sentence.Split(' '), rows.Select(row => row[0]));
        Assert.Equal(["O", "B-destination", "O", "B-date", "I-date"], rows.Select(row => row[1]));
        ToolProcess mistaken = ToolProcess.Run(ToolProcess.Dotnet, [Built("console"), _folder["missing"], "a"]);
        Assert.Equal((2, $"error: {_folder["missing"]}: no such directory"), (mistaken.ExitCode, mistaken.Error));
    }

    private async Task AssertServiceAnswers()
    {
        using var service = new RunningTool(
            ToolProcess.Dotnet, [Built("web"), "--urls", "http://127.0.0.1:0", "--tagger", SlotsModel.Path, "--translator", ReverseModel.Path]);
        const string Listening = "Now listening on: ";
        string? line;
        do line = service.ReadLine();
        while (line is not null && !line.Contains(Listening, StringComparison.Ordinal));
        Assert.NotNull(line);
        using var client = new HttpClient { BaseAddress = new Uri(line.Split(Listening)[1]) };
        JsonElement tagged = await Post(client, "tag", new { tokens = Sentence.Split(' ') });
        Assert.Equal(["O", "B-destination", "O", "B-date", "I-date"], tagged.EnumerateArray().Select(one => one.GetProperty("label").GetString()));
        JsonElement translated = await Post(client, "translate", new { text = "a b c", beam = 2 });
        Assert.Equal("c b a", translated.GetProperty("text").GetString());
        using HttpResponseMessage refused = await client.PostAsJsonAsync("translate", new { text = "a b c", beam = 0 });
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.StatusCode);
    }

    private static async Task<JsonElement> Post(HttpClient client, string path, object request)
    {
        using HttpResponseMessage response = await client.PostAsJsonAsync(path, request);
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    private string Built(string program) => Path.Combine(_folder[Example], program, "bin", "Debug", "net10.0", $"{program}.dll");

    private static void Dotnet(params string[] words)
    {
        ToolProcess run = ToolProcess.Run(ToolProcess.Dotnet, words);
        Assert.True(run.ExitCode == 0, $"dotnet {string.Join(' ', words)}\n{run.Output}\n{run.Error}");
    }
}
