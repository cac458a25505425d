using System.Diagnostics.CodeAnalysis;

/// <summary>
/// What the runtime calls before a program's own Main where DOTNET_STARTUP_HOOKS names this assembly: when the program ends, the names of the assemblies
/// that it has loaded go into a file.
/// </summary>
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "The runtime looks for it outside of any namespace")]
internal static class StartupHook
{
    /// <summary>The variable that names the file.</summary>
    public const string FileVariable = "RNNCTL_TESTS_ASSEMBLIES";

    public static void Initialize() => AppDomain.CurrentDomain.ProcessExit += (_, _) => File.WriteAllLines(
        Environment.GetEnvironmentVariable(FileVariable)!,
        AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name!));
}
