using System.ComponentModel;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Examples;

/// <summary>A test with PyTorch; it is skipped, with the reason, if no Python has that.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithTorchAttribute : FactAttribute
{
    private static readonly string[] Pythons = ["python3", "/usr/bin/python3"];

    public FactWithTorchAttribute() => Skip = Python is null ? "no python3 has the module torch (Debian: python3-torch)" : null;

    /// <summary>The Python that has it, or null.</summary>
    public static string? Python { get; } = Array.Find(Pythons, HasTorch);

    /// <summary>Finding the module is fast; loading it takes seconds.</summary>
    private static bool HasTorch(string python)
    {
        try
        {
            return ToolProcess.Run(python, ["-c", "import importlib.util as u, sys; sys.exit(u.find_spec('torch') is None)"]).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
