using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Recurrence;

/// <summary>
/// A cell that every device can run over whole sequences. Beside its plain step it has the scalar formulas of one hidden unit, forward and backward. The device
/// computes the matrix products and the loop over time, and applies these formulas to registers or threads.
/// </summary>
public interface IFusedCell : ICellShape
{
    /// <summary>Whether the last gate's recurrent term U h' + b' stays separate from W x + b (for the GRU with the reset gate after the product).</summary>
    static virtual bool HasSeparateRecurrentTerm => false;

    /// <summary>Whether gates read the memory through diagonal weights: the first and second gate read c', the fourth reads c.</summary>
    static virtual bool HasPeepholes => false;

    /// <summary>
    /// Whether gates read the memory through matrices P: the first and second gate read c', the fourth reads c. The first three gates and c are then computed
    /// before the fourth gate.
    /// </summary>
    static virtual bool HasMemoryProducts => false;

    /// <summary>Whether the formulas clip the memory to <see cref="UnitStep{TReal}.MemoryLimit"/>.</summary>
    static virtual bool ClipsMemory => false;

    /// <summary>
    /// Whether the formulas' result is m, whose projection is the hidden state: h = clip(P m). The formulas do not read h', and pass no gradient to it.
    /// </summary>
    static virtual bool HasProjection => false;

    /// <summary>
    /// Whether the last gate's recurrent product is that of r ⊙ h', where r is the first gate (the published GRU). It is then computed after r.
    /// </summary>
    static virtual bool ResetsBefore => false;

    /// <summary>
    /// For cells that reset before the product: computes r from the first gate's pre-activation, and r ⊙ h', left in
    /// <see cref="UnitStep{TReal}.RecurrentTerm"/>.
    /// </summary>
    static virtual void Reset<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
    }

    /// <summary>
    /// For cells that reset before the product: computes, from the gradient of r ⊙ h' in <see cref="UnitGradient{TReal}.RecurrentTerm"/>, the gradient of the
    /// first gate's pre-activation and the term that is added to the gradient of h'. Their <see cref="Backward"/> leaves r in the first gate.
    /// </summary>
    static virtual void BackwardReset<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
    }

    /// <summary>
    /// For cells with memory products: computes the first three gates and c from complete pre-activations. <see cref="Forward"/> then computes the fourth gate
    /// and h, from c in <see cref="UnitStep{TReal}.Memory"/>.
    /// </summary>
    static virtual void UpdateMemory<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
    }

    /// <summary>
    /// For cells with memory products: computes the gradient of the fourth gate's pre-activation, and adds to dc. <see cref="Backward"/> then gets dc with the
    /// fourth gate's part, and leaves the gradient that stands in the fourth gate.
    /// </summary>
    static virtual void BackwardOutput<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
    }

    /// <summary>Computes the activations and the new state from the pre-activations and the previous state.</summary>
    static abstract void Forward<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>;

    /// <summary>Computes the gradients of the pre-activations and of the previous state from dh and dc.</summary>
    static abstract void Backward<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>;
}
