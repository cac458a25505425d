using Rnnctl.Compute.Recurrence;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Recurrence;

/// <summary>
/// For cells that reset before the product: replaces r with the gradient of its pre-activation, and adds to dh'. The gradient of r ⊙ h' is in the memory's
/// gradient, which these cells do not use otherwise.
/// </summary>
/// <param name="units">The step's rows.</param>
/// <param name="gradients">The gradients' rows.</param>
internal readonly struct BackwardResetStepKernel<TReal, TCell>(StepUnits<TReal> units, StepGradients<TReal> gradients) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
    where TCell : struct, IFusedCell
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int j = index / units.Hidden.Columns, k = index % units.Hidden.Columns;
        UnitStep<TReal> unit = units.Load<TCell>(j, k);
        UnitGradient<TReal> gradient = default;
        if (units.HasPrevious(j)) gradient.RecurrentTerm = gradients.Memory[j, k];
        TCell.BackwardReset(unit, ref gradient);
        units.Gates[j, k] = gradient.FirstGate;
        gradients.AddPrevious(units, j, k, gradient.PreviousHidden);
    }
}
