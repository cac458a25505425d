using System.Reflection;
using System.Runtime.InteropServices;

namespace Rnnctl.Ilgpu.Tests;

public sealed class GpuDriversTests
{
    [Fact]
    public void A_library_that_has_another_name_here_is_found_by_it_and_no_other_is()
    {
        Assert.Equal(GpuDrivers.OpenCl, GpuDrivers.OtherName("ILGPU", "OpenCL"));
        Assert.Equal(GpuDrivers.CuBlas[1], GpuDrivers.OtherName("ILGPU.Algorithms", GpuDrivers.CuBlas[0]));
        Assert.Null(GpuDrivers.OtherName("ILGPU.Algorithms", "libcublas.so.11"));
        Assert.Null(GpuDrivers.OtherName("ILGPU", "cuda"));
        Assert.Null(GpuDrivers.OtherName("SomebodyElse", "OpenCL"));
    }

    [Fact]
    public void ILGPU_asks_for_cuBLAS_by_the_name_that_is_resolved()
    {
        Type api = Assembly.Load("ILGPU.Algorithms").GetType("ILGPU.Runtime.Cuda.API.CuBlasAPI", throwOnError: true)!;
        IEnumerable<string> names = api.Assembly.GetTypes()
            .Where(type => type.Namespace == api.Namespace)
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Select(method => method.GetCustomAttribute<DllImportAttribute>()?.Value)
            .OfType<string>();
        Assert.Contains(GpuDrivers.CuBlas[0], names);
        Assert.DoesNotContain(GpuDrivers.CuBlas[1], names);
    }
}
