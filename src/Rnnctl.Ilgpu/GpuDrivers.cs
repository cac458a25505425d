using System.Reflection;
using System.Runtime.InteropServices;

namespace Rnnctl.Ilgpu;

/// <summary>The libraries of the drivers, asked for before ILGPU is loaded, which takes longer, and those that ILGPU asks for by another name.</summary>
internal static class GpuDrivers
{
    /// <summary>The library of NVIDIA's driver.</summary>
    public static readonly string Cuda = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    /// <summary>The library through which OpenCL's drivers are found.</summary>
    public static readonly string OpenCl = OperatingSystem.IsWindows() ? "OpenCL.dll" : "libOpenCL.so.1";

    /// <summary>The libraries of cuBLAS that serve, of CUDA 12 and of CUDA 13. The functions that products need are the same.</summary>
    public static readonly IReadOnlyList<string> CuBlas =
        OperatingSystem.IsWindows() ? ["cublas64_12.dll", "cublas64_13.dll"] : ["libcublas.so.12", "libcublas.so.13"];

    /// <summary>Whether a driver may be there.</summary>
    public static bool Any => CanLoad(Cuda) || CanLoad(OpenCl);

    /// <summary>Whether a library is there.</summary>
    public static bool CanLoad(string library)
    {
        if (!NativeLibrary.TryLoad(library, out nint handle)) return false;
        NativeLibrary.Free(handle);
        return true;
    }

    /// <summary>Called where a library that somebody asks for was not found: loads it by the name that it has here.</summary>
    public static nint Resolve(Assembly assembly, string library) =>
        OtherName(assembly.GetName().Name, library) is { } name && NativeLibrary.TryLoad(name, out nint handle) ? handle : 0;

    /// <summary>The name that a library may have where ILGPU finds none by its own; null where it knows them all.</summary>
    /// <param name="assembly">Who asks.</param>
    /// <param name="library">The name that it asks by.</param>
    internal static string? OtherName(string? assembly, string library) => (assembly, library) switch
    {
        // That name comes with a compiler's headers; the driver's own ends with its version.
        ("ILGPU", "OpenCL") => OpenCl,
        // ILGPU 1.5.3 knows no cuBLAS after that of CUDA 12.
        ("ILGPU.Algorithms", _) when library == CuBlas[0] => CuBlas[1],
        _ => null,
    };
}
