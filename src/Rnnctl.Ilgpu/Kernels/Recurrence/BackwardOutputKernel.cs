using Rnnctl.Compute.Recurrence;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Recurrence;

/// <summary>For cells with memory products: replaces the fourth gate with the gradient of its pre-activation, and adds to dc.</summary>
/// <param name="units">The step's rows.</param>
/// <param name="gradients">The gradients' rows.</param>
internal readonly struct BackwardOutputKernel<TReal, TCell>(StepUnits<TReal> units, StepGradients<TReal> gradients) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
    where TCell : struct, IFusedCell
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int hidden = units.Hidden.Columns, j = index / hidden, k = index % hidden;
        UnitStep<TReal> unit = units.Load<TCell>(j, k);
        unit.Memory = units.Memory[j, k];
        UnitGradient<TReal> gradient = default;
        gradient.Hidden = gradients.Hidden[j, k];
        gradient.Memory = gradients.Memory[j, k];
        TCell.BackwardOutput(unit, ref gradient);
        units.Gates[j, (3 * hidden) + k] = gradient.FourthGate;
        gradients.Memory[j, k] = gradient.Memory;
    }
}
