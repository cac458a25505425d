namespace Rnnctl.Ilgpu.Kernels;

/// <summary>
/// Work that falls into pieces which the threads of a group share: a power of two of them, at most <see cref="KernelQueue.LargestGroup"/>. All threads
/// of a group go through the same steps, so that they can wait for each other.
/// </summary>
internal interface IGroupKernel
{
    /// <summary>Computes the part of a piece that falls to the thread which calls it.</summary>
    void Run(int piece);
}
