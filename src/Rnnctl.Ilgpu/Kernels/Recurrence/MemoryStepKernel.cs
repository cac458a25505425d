using Rnnctl.Compute.Recurrence;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Recurrence;

/// <summary>For cells with memory products: replaces the first three gates' pre-activations with activations, and computes the new memory.</summary>
/// <param name="units">The step's rows.</param>
internal readonly struct MemoryStepKernel<TReal, TCell>(StepUnits<TReal> units) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
    where TCell : struct, IFusedCell
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int hidden = units.Hidden.Columns, j = index / hidden, k = index % hidden;
        UnitStep<TReal> unit = units.Load<TCell>(j, k);
        TCell.UpdateMemory(ref unit);
        units.Gates[j, k] = unit.FirstGate;
        units.Gates[j, hidden + k] = unit.SecondGate;
        units.Gates[j, (2 * hidden) + k] = unit.ThirdGate;
        units.Memory[j, k] = unit.Memory;
    }
}
