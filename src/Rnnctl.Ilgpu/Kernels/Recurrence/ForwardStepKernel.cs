using Rnnctl.Compute.Recurrence;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Recurrence;

/// <summary>The forward step of a fused cell, one thread per hidden unit and sequence.</summary>
/// <param name="units">The step's rows.</param>
/// <param name="recurrent">h' Uᵀ of the first rows (those with an h'), <c>[rows, G H]</c>. The kernel adds it to the pre-activations.</param>
internal readonly struct ForwardStepKernel<TReal, TCell>(StepUnits<TReal> units, DeviceMatrix<TReal> recurrent) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
    where TCell : struct, IFusedCell
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int hidden = units.Hidden.Columns, j = index / hidden, k = index % hidden;
        UnitStep<TReal> unit = units.Load<TCell>(j, k);
        if (j < recurrent.Rows) AddRecurrent(ref unit, j, k);
        if (TCell.HasMemoryProducts) unit.Memory = units.Memory[j, k];
        TCell.Forward(ref unit);
        units.Gates[j, k] = unit.FirstGate;
        if (TCell.Gates > 1) units.Gates[j, hidden + k] = unit.SecondGate;
        if (TCell.Gates > 2) units.Gates[j, (2 * hidden) + k] = unit.ThirdGate;
        if (TCell.Gates > 3) units.Gates[j, (3 * hidden) + k] = unit.FourthGate;
        if (TCell.HasSeparateRecurrentTerm) units.RecurrentTerm[j, k] = unit.RecurrentTerm;
        if (TCell.HasMemory) units.Memory[j, k] = unit.Memory;
        units.Hidden[j, k] = unit.Hidden;
    }

    private void AddRecurrent(ref UnitStep<TReal> unit, int j, int k)
    {
        int hidden = units.Hidden.Columns, joined = RecurrentGates.AddedToInput<TCell>();
        if (joined > 0) unit.FirstGate += recurrent[j, k];
        if (joined > 1) unit.SecondGate += recurrent[j, hidden + k];
        if (joined > 2) unit.ThirdGate += recurrent[j, (2 * hidden) + k];
        if (joined > 3) unit.FourthGate += recurrent[j, (3 * hidden) + k];
        if (TCell.HasSeparateRecurrentTerm) unit.RecurrentTerm += recurrent[j, (joined * hidden) + k];
    }
}
