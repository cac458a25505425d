namespace Rnnctl.Ilgpu.Tests.Compilation;

/// <summary>A test that needs ILGPU itself and is skipped, with the reason, where its packages cannot be restored.</summary>
internal sealed class FactWhereIlgpuAttribute : FactAttribute
{
    public FactWhereIlgpuAttribute() => Skip = CompilerLibrary.Missing;
}
