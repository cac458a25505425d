namespace Rnnctl.Ilgpu.Kernels;

/// <summary>Work that falls into elements that don't depend on each other: a thread takes one, then another that lies a whole grid further on.</summary>
internal interface IElementKernel
{
    /// <summary>Computes one element.</summary>
    void Run(int index);
}
