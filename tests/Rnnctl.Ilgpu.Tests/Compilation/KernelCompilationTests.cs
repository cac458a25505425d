namespace Rnnctl.Ilgpu.Tests.Compilation;

/// <summary>Runs ILGPU's code generators on every kernel, in single and in double precision; this needs no device.</summary>
public sealed class KernelCompilationTests
{
    [Fact]
    public void Every_kernel_is_compiled_for_CUDA() => Assert.Empty(Failures(KernelCompiler.ForCuda));

    [Fact]
    public void Every_kernel_is_compiled_for_OpenCL() => Assert.Empty(Failures(KernelCompiler.ForOpenCl));

    [Fact]
    public void Every_kernel_formula_cell_and_optimiser_is_compiled() => Assert.Empty(KernelsInUse.NotCompiled.Select(KernelCompiler.NameOf));

    private static string[] Failures(Func<KernelCompiler> open)
    {
        using KernelCompiler compiler = open();
        return
        [
            .. KernelsInUse.All
                .Select(kernel => (Kernel: KernelCompiler.NameOf(kernel), Failure: compiler.FailureOf(kernel)))
                .Where(result => result.Failure.Length > 0)
                .Select(result => $"{result.Kernel}: {result.Failure}"),
        ];
    }
}
