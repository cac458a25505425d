namespace Rnnctl.Tests.Processes;

/// <summary>Starts the tool as several processes, by the launcher of an MPI that is installed.</summary>
internal static class MpiLauncher
{
    public const string OpenMpi = "mpirun.openmpi";
    public const string Mpich = "mpirun.mpich";

    // Open MPI does not run as root or with more processes than processors unless it is told to, and would put the processes of all tests on the same ones.
    private static readonly string[] OpenMpiOptions = ["--allow-run-as-root", "--oversubscribe", "--bind-to", "none"];

    /// <summary>A shell's word for the rank of its process.</summary>
    private const string Rank = "${OMPI_COMM_WORLD_RANK:-$PMI_RANK}";

    // A run of a few steps is mostly compilation, in each process.
    private static readonly Dictionary<string, string> QuickStart = new() { ["DOTNET_TC_QuickJitForLoops"] = "1" };

    /// <summary>Whether a launcher is installed.</summary>
    public static bool IsInstalled(string launcher) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, launcher)));

    /// <summary>The words after the launcher's name that start the tool.</summary>
    public static string[] Words(string launcher, int processes, params string[] words) =>
        Under(launcher, processes, [ToolProcess.Dotnet, "exec", ToolProcess.Tool, .. words]);

    /// <summary>The same, for a tool that can load what the tests use.</summary>
    public static string[] WordsOfTests(string launcher, int processes, params string[] words)
    {
        string libraries = Path.ChangeExtension(typeof(MpiLauncher).Assembly.Location, "deps.json");
        return Under(launcher, processes, [ToolProcess.Dotnet, "exec", "--depsfile", libraries, ToolProcess.Tool, .. words]);
    }

    /// <summary>The same through a shell, in which <c>RANK</c> within a word is the rank; the process's number is in a file's name and the rank.</summary>
    public static string[] WordsInShell(string launcher, int processes, string file, params string[] words)
    {
        IEnumerable<string> quoted = words.Select(word => $"\"{word.Replace("RANK", Rank, StringComparison.Ordinal)}\"");
        string script = $"echo $$ > {file}{Rank}; exec {ToolProcess.Dotnet} exec {ToolProcess.Tool} {string.Join(' ', quoted)}";
        return Under(launcher, processes, ["sh", "-c", script]);
    }

    /// <summary>Runs the tool to its end.</summary>
    public static ToolProcess Run(string launcher, int processes, params string[] words) =>
        ToolProcess.Run(launcher, Words(launcher, processes, words), environment: QuickStart);

    private static string[] Under(string launcher, int processes, string[] words) =>
        [.. launcher == OpenMpi ? OpenMpiOptions : [], "-np", $"{processes}", .. words];
}

/// <summary>A test under MPI launchers; it is skipped where one is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactUnderMpiAttribute : FactAttribute
{
    public FactUnderMpiAttribute(params string[] launchers) =>
        Skip = Array.Find(launchers, launcher => !MpiLauncher.IsInstalled(launcher)) is { } missing ? $"{missing} is not installed" : null;
}
