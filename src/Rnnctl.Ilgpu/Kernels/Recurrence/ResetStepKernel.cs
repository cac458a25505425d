using Rnnctl.Compute.Recurrence;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Recurrence;

/// <summary>For cells that reset before the product: replaces the first gate's pre-activation with r, and writes r ⊙ h' for the last gate's product.</summary>
/// <param name="units">The step's rows.</param>
/// <param name="reset">r ⊙ h', <c>[B, H]</c>.</param>
internal readonly struct ResetStepKernel<TReal, TCell>(StepUnits<TReal> units, DeviceMatrix<TReal> reset) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
    where TCell : struct, IFusedCell
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int j = index / reset.Columns, k = index % reset.Columns;
        UnitStep<TReal> unit = units.Load<TCell>(j, k);
        TCell.Reset(ref unit);
        units.Gates[j, k] = unit.FirstGate;
        reset[j, k] = unit.RecurrentTerm;
    }
}
