using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Recurrence;

/// <summary>The gradients at one time step of a recurrent pass (B sequences, H hidden units).</summary>
internal readonly struct StepGradients<TReal>
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <summary>dh, <c>[B, H]</c>.</summary>
    public required DeviceMatrix<TReal> Hidden { get; init; }

    /// <summary>dc, which becomes dc', <c>[B, H]</c>, of cells that have a memory.</summary>
    public required DeviceMatrix<TReal> Memory { get; init; }

    /// <summary>dh' of the sequences that have an h' and are not cut off from it.</summary>
    public required DeviceMatrix<TReal> PreviousHidden { get; init; }

    /// <summary>dh_0 of every sequence of the batch, <c>[sequences, H]</c>; no rows where nothing learns from it.</summary>
    public required DeviceMatrix<TReal> InitialHidden { get; init; }

    /// <summary>Where h' is left for the gradient of U, <c>[B, H]</c>.</summary>
    public required DeviceMatrix<TReal> SavedHidden { get; init; }

    /// <summary>Where c' is left for the gradient of the peepholes, <c>[B, H]</c>, of cells that have them.</summary>
    public required DeviceMatrix<TReal> SavedMemory { get; init; }

    /// <summary>Not 0 where truncated BPTT cuts between this step and the one before.</summary>
    public required int IsCut { get; init; }

    /// <summary>Adds to the gradient of h' of row j, or, where the sequence starts here, to that of h_0.</summary>
    public void AddPrevious(in StepUnits<TReal> units, int j, int k, TReal gradient)
    {
        if (j < PreviousHidden.Rows) PreviousHidden[j, k] += gradient;
        else if (j >= units.PreviousHidden.Rows && j < InitialHidden.Rows) InitialHidden[j, k] += gradient;
    }
}
