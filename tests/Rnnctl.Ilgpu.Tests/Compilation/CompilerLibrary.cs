using System.Reflection;
using System.Runtime.Loader;
using Rnnctl.Compute.Devices;

namespace Rnnctl.Ilgpu.Tests.Compilation;

/// <summary>The compiler of kernels, which the build has brought where ILGPU can be restored.</summary>
internal static class CompilerLibrary
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "ilgpu");

    private static readonly Type? Compiler = Load();

    /// <summary>Why there is no compiler, or null.</summary>
    public static string? Missing => Compiler is null ? "ILGPU's packages could not be restored" : null;

    /// <summary>A list that the compiler has.</summary>
    public static IReadOnlyList<string> List(string name) => (IReadOnlyList<string>)Compiler!.GetProperty(name)!.GetValue(null)!;

    /// <summary>The kernels that one of the compiler's methods fails on, with the reason.</summary>
    public static IEnumerable<string> Failures(string method) => List("Kernels")
        .Select(kernel => (Kernel: kernel, Failure: (string)Compiler!.GetMethod(method)!.Invoke(null, [kernel])!))
        .Where(result => result.Failure.Length > 0)
        .Select(result => $"{result.Kernel}: {result.Failure}");

    private static Type? Load()
    {
        string path = Path.Combine(Folder, "Rnnctl.Ilgpu.Compiler.dll");
        if (DeviceLibrary.Load(Folder, "Rnnctl.Ilgpu") is null || !File.Exists(path)) return null;
        Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        return assembly.GetType("Rnnctl.Ilgpu.Compiler.KernelCompiler", throwOnError: true);
    }
}
