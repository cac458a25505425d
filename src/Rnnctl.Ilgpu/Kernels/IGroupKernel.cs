namespace Rnnctl.Ilgpu.Kernels;

/// <summary>
/// A kernel over pieces, each computed by one group of threads. The size of a group is a power of two, at most <see cref="KernelQueue.LargestGroup"/>. All
/// threads of a group run the same steps, so that they can wait for each other.
/// </summary>
internal interface IGroupKernel
{
    /// <summary>Computes the calling thread's part of a piece.</summary>
    void Run(int piece);
}
