using System.Reflection;
using System.Runtime.InteropServices;

namespace Rnnctl.Ilgpu.Tests;

public sealed class GpuDriversTests
{
    [Fact]
    public void A_library_with_another_name_is_found_and_no_other_one_is()
    {
        Assert.Equal(GpuDrivers.OpenCl, GpuDrivers.OtherName("ILGPU", "OpenCL"));
        Assert.Equal(GpuDrivers.CuBlas[1], GpuDrivers.OtherName("ILGPU.Algorithms", GpuDrivers.CuBlas[0]));
        Assert.Null(GpuDrivers.OtherName("ILGPU.Algorithms", "libcublas.so.11"));
        Assert.Null(GpuDrivers.OtherName("ILGPU", "cuda"));
        Assert.Null(GpuDrivers.OtherName("SomebodyElse", "OpenCL"));
    }

    [Fact]
    public void The_resolver_knows_the_name_that_ILGPU_uses_for_cuBLAS()
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
