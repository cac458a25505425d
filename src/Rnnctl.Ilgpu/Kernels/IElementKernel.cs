namespace Rnnctl.Ilgpu.Kernels;

/// <summary>A kernel over independent elements. A thread computes several elements, which are one grid size apart.</summary>
internal interface IElementKernel
{
    /// <summary>Computes one element.</summary>
    void Run(int index);
}
