using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;

namespace Rnnctl.Ilgpu;

/// <summary>The libraries of the drivers, asked for before ILGPU is loaded, which takes longer.</summary>
internal static class GpuDrivers
{
    /// <summary>The library of NVIDIA's driver.</summary>
    public static readonly string Cuda = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    /// <summary>The library through which OpenCL's drivers are found.</summary>
    public static readonly string OpenCl = OperatingSystem.IsWindows() ? "OpenCL.dll" : "libOpenCL.so.1";

    /// <summary>Whether a driver may be there.</summary>
    public static bool Any => CanLoad(Cuda) || CanLoad(OpenCl);

    /// <summary>Whether a library is there.</summary>
    public static bool CanLoad(string library)
    {
        if (!NativeLibrary.TryLoad(library, out nint handle)) return false;
        NativeLibrary.Free(handle);
        return true;
    }

    /// <summary>Finds libraries for ILGPU that have another name here than the one it asks for.</summary>
    /// <param name="assembly">Who asks.</param>
    /// <param name="name">The library asked for.</param>
    public static nint Resolve(Assembly assembly, string name)
    {
        // ILGPU asks for libOpenCL.so, which comes with a compiler's headers; the driver itself is libOpenCL.so.1.
        bool isDriver = assembly == typeof(Context).Assembly && OperatingSystem.IsLinux();
        return isDriver && NativeLibrary.TryLoad($"lib{name}.so.1", out nint handle) ? handle : 0;
    }
}
