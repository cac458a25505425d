using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Recurrence;

namespace Rnnctl.Compute.Cpu.Recurrence;

/// <summary>A <see cref="RecurrentPass{T}"/> for the CPU's loops: plain pointers, which a job can pass to another thread.</summary>
/// <typeparam name="T">The number.</typeparam>
internal readonly struct PassMatrices<T>
    where T : unmanaged
{
    /// <summary>Converts a pass.</summary>
    public PassMatrices(in RecurrentPass<T> pass)
    {
        Reverse = pass.Reverse;
        Window = pass.Window;
        RecurrentWeight = new Matrix<T>(pass.RecurrentWeight);
        Peephole = new Matrix<T>(pass.Peephole);
        Projection = new Matrix<T>(pass.Projection);
        MemoryLimit = pass.MemoryLimit;
        HiddenLimit = pass.HiddenLimit;
        InitialHidden = new Matrix<T>(pass.Initial.Hidden.Value);
        InitialHiddenGradient = new Matrix<T>(pass.Initial.Hidden.Gradient);
        InitialMemory = new Matrix<T>(pass.Initial.Memory.Value);
        Gates = new Matrix<T>(pass.Gates);
        RecurrentTerm = new Matrix<T>(pass.RecurrentTerm);
        Reset = new Matrix<T>(pass.Reset);
        Memory = new Matrix<T>(pass.Memory);
        Output = new Matrix<T>(pass.Output);
        Hidden = new Matrix<T>(pass.Hidden);
        PreviousHidden = new Matrix<T>(pass.PreviousHidden);
        PreviousMemory = new Matrix<T>(pass.PreviousMemory);
        HiddenGradient = new Matrix<T>(pass.HiddenGradient);
        ProjectedGradient = new Matrix<T>(pass.ProjectedGradient);
        OutputGradient = new Matrix<T>(pass.OutputGradient);
        MemoryGradient = new Matrix<T>(pass.MemoryGradient);
    }

    public bool Reverse { get; }

    public int Window { get; }

    public Matrix<T> RecurrentWeight { get; }

    public Matrix<T> Peephole { get; }

    public Matrix<T> Projection { get; }

    public double MemoryLimit { get; }

    public double HiddenLimit { get; }

    public Matrix<T> InitialHidden { get; }

    public Matrix<T> InitialHiddenGradient { get; }

    public Matrix<T> InitialMemory { get; }

    public Matrix<T> Gates { get; }

    public Matrix<T> RecurrentTerm { get; }

    public Matrix<T> Reset { get; }

    public Matrix<T> Memory { get; }

    public Matrix<T> Output { get; }

    public Matrix<T> Hidden { get; }

    public Matrix<T> PreviousHidden { get; }

    public Matrix<T> PreviousMemory { get; }

    public Matrix<T> HiddenGradient { get; }

    public Matrix<T> ProjectedGradient { get; }

    public Matrix<T> OutputGradient { get; }

    public Matrix<T> MemoryGradient { get; }
}
