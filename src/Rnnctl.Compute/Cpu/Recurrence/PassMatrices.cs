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
        HiddenMask = new Matrix<T>(pass.HiddenMask);
        NormGain = new Matrix<T>(pass.Norm.Gain);
        NormValues = new Matrix<T>(pass.Norm.Values);
        NormScales = new Matrix<T>(pass.Norm.Scales);
        NormGradient = new Matrix<T>(pass.Norm.Gradient);
        HiddenUpdates = new Matrix<T>(pass.HiddenZoneout.Updates);
        MemoryUpdates = new Matrix<T>(pass.MemoryZoneout.Updates);
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
        MaskedGradient = new Matrix<T>(pass.MaskedGradient);
        CandidateHidden = new Matrix<T>(pass.CandidateHidden);
        CandidateHiddenGradient = new Matrix<T>(pass.CandidateHiddenGradient);
        CandidateMemory = new Matrix<T>(pass.CandidateMemory);
        CandidateMemoryGradient = new Matrix<T>(pass.MemoryZoneout.Gradients);
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

    public Matrix<T> HiddenMask { get; }

    public Matrix<T> NormGain { get; }

    public Matrix<T> NormValues { get; }

    public Matrix<T> NormScales { get; }

    public Matrix<T> NormGradient { get; }

    public Matrix<T> HiddenUpdates { get; }

    public Matrix<T> MemoryUpdates { get; }

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

    public Matrix<T> MaskedGradient { get; }

    public Matrix<T> CandidateHidden { get; }

    public Matrix<T> CandidateHiddenGradient { get; }

    public Matrix<T> CandidateMemory { get; }

    /// <summary>dc~ of every token, with zoneout.</summary>
    public Matrix<T> CandidateMemoryGradient { get; }
}
