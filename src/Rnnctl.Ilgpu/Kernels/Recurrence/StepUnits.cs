using Rnnctl.Compute.Recurrence;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Recurrence;

/// <summary>
/// One time step of a recurrent pass: the rows of its matrices for the sequences that are alive (B sequences, G gates, H hidden units). For a matrix that the
/// cell lacks, another one is passed and not accessed.
/// </summary>
internal readonly struct StepUnits<TReal>
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <summary>Pre-activations, then activations, then the gradients of the pre-activations, <c>[B, G H]</c>.</summary>
    public required DeviceMatrix<TReal> Gates { get; init; }

    /// <summary>The peepholes p of the first, second and fourth gate, <c>[3, H]</c>, if the cell has diagonal ones.</summary>
    public required DeviceMatrix<TReal> Peephole { get; init; }

    /// <summary>The last gate's separate recurrent term U h' + b', <c>[B, H]</c>, if the cell has one.</summary>
    public required DeviceMatrix<TReal> RecurrentTerm { get; init; }

    /// <summary>c, <c>[B, H]</c>, if the cell has a memory.</summary>
    public required DeviceMatrix<TReal> Memory { get; init; }

    /// <summary>h, or m of a cell that projects, <c>[B, H]</c>.</summary>
    public required DeviceMatrix<TReal> Hidden { get; init; }

    /// <summary>h' of the first rows; the others start from the initial state. c' for a cell that projects, which does not read it.</summary>
    public required DeviceMatrix<TReal> PreviousHidden { get; init; }

    /// <summary>c' of the same rows, if the cell has a memory.</summary>
    public required DeviceMatrix<TReal> PreviousMemory { get; init; }

    /// <summary>h_0 of every sequence of the batch, <c>[sequences, H]</c>; no rows if it is zero. c_0 for a cell that projects.</summary>
    public required DeviceMatrix<TReal> InitialHidden { get; init; }

    /// <summary>c_0 of every sequence of the batch, <c>[sequences, H]</c>; no rows if it is zero.</summary>
    public required DeviceMatrix<TReal> InitialMemory { get; init; }

    /// <summary>The largest magnitude of the memory, if the cell clips it.</summary>
    public required TReal MemoryLimit { get; init; }

    /// <summary>Whether row j has an h' that is not zero.</summary>
    public bool HasPrevious(int j) => j < PreviousHidden.Rows || j < InitialHidden.Rows;

    /// <summary>Loads the gates and the previous state of one unit.</summary>
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
        if (TCell.ClipsMemory) unit.MemoryLimit = MemoryLimit;
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
