using System.ComponentModel;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Examples;

/// <summary>A test with GNU parallel; it is skipped, with the reason, if that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithGnuParallelAttribute : FactAttribute
{
    private static readonly string? Missing = Probe();

    public FactWithGnuParallelAttribute() => Skip = Missing;

    /// <summary>The first line of its version tells it from the program of the same name in moreutils.</summary>
    private static string? Probe()
    {
        try
        {
            string version = ToolProcess.Run("parallel", ["--version"]).Output;
            return version.StartsWith("GNU parallel", StringComparison.Ordinal) ? null : "the program parallel is not GNU's";
        }
        catch (Win32Exception)
        {
            return "GNU parallel is not installed";
        }
    }
}
