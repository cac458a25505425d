namespace Rnnctl.Ilgpu.Tests.Compilation;

/// <summary>ILGPU's own code generators on every kernel, in single and in double precision; they need no device.</summary>
public sealed class KernelCompilationTests
{
    [FactWhereIlgpu]
    public void Every_kernel_is_compiled_for_CUDA() => Assert.Empty(CompilerLibrary.Failures("FailureOnCuda"));

    [FactWhereIlgpu]
    public void Every_kernel_is_compiled_for_OpenCL() => Assert.Empty(CompilerLibrary.Failures("FailureOnOpenCl"));

    [FactWhereIlgpu]
    public void No_kernel_formula_cell_or_optimiser_is_forgotten() => Assert.Empty(CompilerLibrary.List("Forgotten"));
}
