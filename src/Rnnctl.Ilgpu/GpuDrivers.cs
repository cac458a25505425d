using System.Reflection;
using System.Runtime.InteropServices;

namespace Rnnctl.Ilgpu;

/// <summary>
/// Looks for the drivers' libraries before ILGPU is loaded, because loading ILGPU takes longer, and resolves the libraries that ILGPU knows by another name.
/// </summary>
internal static class GpuDrivers
{
    /// <summary>The library of NVIDIA's driver.</summary>
    public static readonly string Cuda = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    /// <summary>The library that finds OpenCL's drivers.</summary>
    public static readonly string OpenCl = OperatingSystem.IsWindows() ? "OpenCL.dll" : "libOpenCL.so.1";

    /// <summary>The supported libraries of cuBLAS, of CUDA 12 and of CUDA 13. Both have the functions that products need.</summary>
    public static readonly IReadOnlyList<string> CuBlas =
        OperatingSystem.IsWindows() ? ["cublas64_12.dll", "cublas64_13.dll"] : ["libcublas.so.12", "libcublas.so.13"];

    /// <summary>Whether a driver may exist.</summary>
    public static bool Any => CanLoad(Cuda) || CanLoad(OpenCl);

    /// <summary>Whether a library exists.</summary>
    public static bool CanLoad(string library)
    {
        if (!NativeLibrary.TryLoad(library, out nint handle)) return false;
        NativeLibrary.Free(handle);
        return true;
    }

    /// <summary>Called when a library was not found: loads it by its name on this machine.</summary>
    public static nint Resolve(Assembly assembly, string library) =>
        OtherName(assembly.GetName().Name, library) is { } name && NativeLibrary.TryLoad(name, out nint handle) ? handle : 0;

    /// <summary>Another name of a library that ILGPU does not find by its own; null if there is none.</summary>
    /// <param name="assembly">The assembly that loads the library.</param>
    /// <param name="library">The name that the assembly uses.</param>
    internal static string? OtherName(string? assembly, string library) => (assembly, library) switch
    {
        // Only development packages contain this name; the driver's own file name ends with a version.
        ("ILGPU", "OpenCL") => OpenCl,
        // ILGPU 1.5.3 knows cuBLAS only up to CUDA 12.
        ("ILGPU.Algorithms", _) when library == CuBlas[0] => CuBlas[1],
        _ => null,
    };
}
