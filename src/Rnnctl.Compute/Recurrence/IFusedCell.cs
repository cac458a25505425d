using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Recurrence;

/// <summary>
/// A cell that every device can run over whole sequences: it has the scalar mathematics of one hidden unit, once forward and once backward, beside its
/// readable step. The device owns the matrix products and the loop over time; it drives these two over registers or threads.
/// </summary>
public interface IFusedCell : ICellShape
{
    /// <summary>Whether the last gate's recurrent product U h' + b' is handed over apart from W x + b (the reset-after GRU needs it so).</summary>
    static virtual bool HasSeparateRecurrentTerm => false;

    /// <summary>Whether the first, second and fourth gate see the memory through diagonal weights: the first two c', the fourth c.</summary>
    static virtual bool HasPeepholes => false;

    /// <summary>Whether the last gate's recurrent product is that of r ⊙ h', with the first gate r, and so comes after it (the GRU as published).</summary>
    static virtual bool ResetsBefore => false;

    /// <summary>Of cells that reset before: from the first gate's pre-activation to r, and to r ⊙ h' in <see cref="UnitStep{TReal}.RecurrentTerm"/>.</summary>
    static virtual void Reset<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
    }

    /// <summary>
    /// Of cells that reset before: from the gradient of r ⊙ h' in <see cref="UnitGradient{TReal}.RecurrentTerm"/> to that of the first gate's pre-activation and to
    /// what it adds to that of h'. Their <see cref="Backward"/> leaves r in place.
    /// </summary>
    static virtual void BackwardReset<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
    }

    /// <summary>From the pre-activations and the previous state to the activations and the new state.</summary>
    static abstract void Forward<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>;

    /// <summary>From dh and dc to the gradients of the pre-activations and of the previous state.</summary>
    static abstract void Backward<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>;
}
