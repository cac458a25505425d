using System.Diagnostics.CodeAnalysis;

/// <summary>
/// The runtime calls this class before the Main of a program if DOTNET_STARTUP_HOOKS names this assembly. When the program ends, it writes the names of
/// the loaded assemblies to a file.
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
