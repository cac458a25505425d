namespace Rnnctl.Fuzz.Runs;

/// <summary>The places of a run: everything that the fuzzer and the tool write lies in one folder.</summary>
/// <param name="root">The folder.</param>
internal sealed class RunFolder(string root)
{
    /// <summary>The folder.</summary>
    public string Root { get; } = root;

    /// <summary>The valid files.</summary>
    public string Seeds => In("seeds");

    /// <summary>The folder of the case that runs.</summary>
    public string Case => In("case");

    /// <summary>A file that cases link to and must not change.</summary>
    public string Outside => In("outside.txt");

    /// <summary>The workers' home and folder for temporary files.</summary>
    public string Home => In("home");

    private string In(string name) => Path.Combine(Root, name);
}
