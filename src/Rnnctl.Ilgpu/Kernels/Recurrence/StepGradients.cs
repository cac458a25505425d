using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Recurrence;

/// <summary>The gradients at one time step of a recurrent pass (B sequences, H hidden units).</summary>
internal readonly struct StepGradients<TReal>
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <summary>dh, or dm of a cell that projects, <c>[B, H]</c>.</summary>
    public required DeviceMatrix<TReal> Hidden { get; init; }

    /// <summary>dc, which the step replaces with dc', <c>[B, H]</c>, if the cell has a memory.</summary>
    public required DeviceMatrix<TReal> Memory { get; init; }

    /// <summary>dh' of the sequences that have an h', unless truncation cuts here.</summary>
    public required DeviceMatrix<TReal> PreviousHidden { get; init; }

    /// <summary>dh_0 of every sequence of the batch, <c>[sequences, H]</c>; no rows if it is not needed.</summary>
    public required DeviceMatrix<TReal> InitialHidden { get; init; }

    /// <summary>Receives h' for the gradient of U, <c>[B, H]</c>; no rows if it is saved already, and not of a cell that projects.</summary>
    public required DeviceMatrix<TReal> SavedHidden { get; init; }

    /// <summary>Receives c' for the gradient of the peepholes, <c>[B, H]</c>, if the cell has them.</summary>
    public required DeviceMatrix<TReal> SavedMemory { get; init; }

    /// <summary>Not 0 if truncated BPTT cuts between this step and the previous one.</summary>
    public required int IsCut { get; init; }

    /// <summary>Adds to the gradient of h' of row j; if the sequence starts here, to the gradient of h_0.</summary>
    public void AddPrevious(in StepUnits<TReal> units, int j, int k, TReal gradient)
    {
        if (j < PreviousHidden.Rows) PreviousHidden[j, k] += gradient;
        else if (j >= units.PreviousHidden.Rows && j < InitialHidden.Rows) InitialHidden[j, k] += gradient;
    }
}
