namespace Rnnctl.Compute.Cpu.Threading;

/// <summary>Work that consists of independent parts. A job is a plain struct of pointers and sizes, so that passing it to threads allocates nothing.</summary>
internal interface IParallelJob
{
    /// <summary>Runs part <paramref name="part"/> of <paramref name="parts"/>.</summary>
    void Run(int part, int parts);
}
