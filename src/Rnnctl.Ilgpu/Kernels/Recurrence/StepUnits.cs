using Rnnctl.Compute.Recurrence;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Recurrence;

/// <summary>
/// One time step of a recurrent pass: the rows of its matrices that belong to the sequences alive at it (B of them, G gates, H hidden units). A matrix
/// that the cell doesn't have is stood in for by another and not touched.
/// </summary>
internal readonly struct StepUnits<TReal>
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <summary>Pre-activations before the forward step, then activations, then their gradients, <c>[B, G H]</c>.</summary>
    public required DeviceMatrix<TReal> Gates { get; init; }

    /// <summary>p of the first, second and fourth gate, <c>[3, H]</c>, of cells with peepholes.</summary>
    public required DeviceMatrix<TReal> Peephole { get; init; }

    /// <summary>U h' + b' of the last gate, <c>[B, H]</c>, of cells that keep it apart.</summary>
    public required DeviceMatrix<TReal> RecurrentTerm { get; init; }

    /// <summary>c, <c>[B, H]</c>, of cells that have a memory.</summary>
    public required DeviceMatrix<TReal> Memory { get; init; }

    /// <summary>h, <c>[B, H]</c>.</summary>
    public required DeviceMatrix<TReal> Hidden { get; init; }

    /// <summary>h' of the first rows; the others start from the initial state.</summary>
    public required DeviceMatrix<TReal> PreviousHidden { get; init; }

    /// <summary>c' of the same rows, of cells that have a memory.</summary>
    public required DeviceMatrix<TReal> PreviousMemory { get; init; }

    /// <summary>h_0 of every sequence of the batch, <c>[sequences, H]</c>; no rows for zeros.</summary>
    public required DeviceMatrix<TReal> InitialHidden { get; init; }

    /// <summary>c_0 of every sequence of the batch, <c>[sequences, H]</c>; no rows for zeros.</summary>
    public required DeviceMatrix<TReal> InitialMemory { get; init; }

    /// <summary>Whether row j has an h' that isn't zero.</summary>
    public bool HasPrevious(int j) => j < PreviousHidden.Rows || j < InitialHidden.Rows;

    /// <summary>The gates and the previous state of one unit, as both passes begin.</summary>
    public UnitStep<TReal> Load<TCell>(int j, int k)
        where TCell : struct, IFusedCell
    {
        int hidden = Hidden.Columns;
        UnitStep<TReal> unit = default;
        unit.FirstGate = Gates[j, k];
        if (TCell.Gates > 1) unit.SecondGate = Gates[j, hidden + k];
        if (TCell.Gates > 2) unit.ThirdGate = Gates[j, (2 * hidden) + k];
        if (TCell.Gates > 3) unit.FourthGate = Gates[j, (3 * hidden) + k];
        if (TCell.HasSeparateRecurrentTerm) unit.RecurrentTerm = RecurrentTerm[j, k];
        if (TCell.HasPeepholes)
        {
            unit.FirstPeephole = Peephole[0, k];
            unit.SecondPeephole = Peephole[1, k];
            unit.FourthPeephole = Peephole[2, k];
        }

        if (j < PreviousHidden.Rows)
        {
            unit.PreviousHidden = PreviousHidden[j, k];
            if (TCell.HasMemory) unit.PreviousMemory = PreviousMemory[j, k];
            return unit;
        }

        if (j < InitialHidden.Rows) unit.PreviousHidden = InitialHidden[j, k];
        if (TCell.HasMemory && j < InitialMemory.Rows) unit.PreviousMemory = InitialMemory[j, k];
        return unit;
    }
}
