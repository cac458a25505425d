using Rnnctl.Compute.Recurrence;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Recurrence;

/// <summary>The backward step of a fused cell, one thread per hidden unit and sequence.</summary>
/// <param name="units">The step's rows; the gradients of the pre-activations replace the activations.</param>
/// <param name="gradients">The gradients' rows.</param>
internal readonly struct BackwardStepKernel<TReal, TCell>(StepUnits<TReal> units, StepGradients<TReal> gradients) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
    where TCell : struct, IFusedCell
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int hidden = units.Hidden.Columns, j = index / hidden, k = index % hidden;
        UnitStep<TReal> unit = units.Load<TCell>(j, k);
        unit.Hidden = units.Hidden[j, k];
        UnitGradient<TReal> gradient = default;
        gradient.Hidden = gradients.Hidden[j, k];
        if (TCell.HasMemory)
        {
            unit.Memory = units.Memory[j, k];
            gradient.Memory = gradients.Memory[j, k];
        }

        TCell.Backward(unit, ref gradient);
        if (!TCell.HasProjection && j < gradients.SavedHidden.Rows) gradients.SavedHidden[j, k] = unit.PreviousHidden;
        if (TCell.HasPeepholes || TCell.HasMemoryProducts) gradients.SavedMemory[j, k] = unit.PreviousMemory;
        units.Gates[j, k] = gradient.FirstGate;
        if (TCell.Gates > 1) units.Gates[j, hidden + k] = gradient.SecondGate;
        if (TCell.Gates > 2) units.Gates[j, (2 * hidden) + k] = gradient.ThirdGate;
        if (TCell.Gates > 3) units.Gates[j, (3 * hidden) + k] = gradient.FourthGate;
        if (TCell.HasSeparateRecurrentTerm) units.RecurrentTerm[j, k] = gradient.RecurrentTerm;
        bool isCut = gradients.IsCut != 0 && j < units.PreviousHidden.Rows;
        if (TCell.HasMemory) gradients.Memory[j, k] = isCut ? TReal.Constant(0) : gradient.PreviousMemory;
        if (!TCell.HasProjection) gradients.AddPrevious(units, j, k, gradient.PreviousHidden);
    }
}
