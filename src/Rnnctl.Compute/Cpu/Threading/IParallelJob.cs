namespace Rnnctl.Compute.Cpu.Threading;

/// <summary>
/// Work that falls into parts which do not depend on each other. A job is a plain struct of pointers and sizes, so that handing it to the threads
/// allocates nothing.
/// </summary>
internal interface IParallelJob
{
    /// <summary>Does part <paramref name="part"/> of <paramref name="parts"/>.</summary>
    void Run(int part, int parts);
}
