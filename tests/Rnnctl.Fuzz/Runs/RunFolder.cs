namespace Rnnctl.Fuzz.Runs;

/// <summary>The paths of a run: the fuzzer and the tool write only into one folder.</summary>
internal sealed class RunFolder(string root)
{
    public string Root { get; } = root;

    /// <summary>The folder of the valid files.</summary>
    public string Seeds => In("seeds");

    /// <summary>The folder of the current case.</summary>
    public string Case => In("case");

    /// <summary>A file that cases link to and must not change.</summary>
    public string Outside => In("outside.txt");

    /// <summary>The home directory of the workers, also for temporary files.</summary>
    public string Home => In("home");

    private string In(string name) => Path.Combine(Root, name);
}
