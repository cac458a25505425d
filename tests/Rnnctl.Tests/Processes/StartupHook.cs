using System.Diagnostics.CodeAnalysis;

/// <summary>
/// The runtime calls this class before the Main of a program if DOTNET_STARTUP_HOOKS names this assembly. When the program ends, it writes the names of
/// the loaded assemblies to a file; or it runs a check of several processes first.
/// </summary>
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "The runtime looks for it outside of any namespace")]
internal static class StartupHook
{
    /// <summary>The variable that names the file.</summary>
    public const string FileVariable = "RNNCTL_TESTS_ASSEMBLIES";

    /// <summary>The variable that names the folder of a check of several processes.</summary>
    public const string ExchangeVariable = "RNNCTL_TESTS_EXCHANGE";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(ExchangeVariable) is { } folder) Rnnctl.Tests.Processes.MpiExchange.Check(folder);
        if (Environment.GetEnvironmentVariable(FileVariable) is { } file) AppDomain.CurrentDomain.ProcessExit += (_, _) => WriteAssemblies(file);
    }

    private static void WriteAssemblies(string file) =>
        File.WriteAllLines(file, AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name!));
}
