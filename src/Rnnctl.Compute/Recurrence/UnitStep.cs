using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Recurrence;

/// <summary>
/// One hidden unit at one time step, as a fused cell's forward pass sees it. Before: the pre-activations and the previous state. After: the gates'
/// activations and the new state, which the backward pass finds here again.
/// </summary>
/// <typeparam name="TReal">The number, or a register of neighbouring units.</typeparam>
public struct UnitStep<TReal>
    where TReal : struct, IReal<TReal>
{
    /// <summary>The first gate, in PyTorch's row order. In: pre-activation W x + U h' + b. Out: activation.</summary>
    public TReal FirstGate { get; set; }

    /// <summary>The second gate, of cells that have as many.</summary>
    public TReal SecondGate { get; set; }

    /// <summary>The third gate, of cells that have as many.</summary>
    public TReal ThirdGate { get; set; }

    /// <summary>The fourth gate, of cells that have as many.</summary>
    public TReal FourthGate { get; set; }

    /// <summary>U h' + b' of the last gate, where the cell keeps it apart from W x + b.</summary>
    public TReal RecurrentTerm { get; set; }

    /// <summary>The previous hidden state h'.</summary>
    public TReal PreviousHidden { get; set; }

    /// <summary>The previous memory c', of cells that have one.</summary>
    public TReal PreviousMemory { get; set; }

    /// <summary>p of the first gate, of cells with peepholes.</summary>
    public TReal FirstPeephole { get; set; }

    /// <summary>p of the second gate.</summary>
    public TReal SecondPeephole { get; set; }

    /// <summary>p of the fourth gate.</summary>
    public TReal FourthPeephole { get; set; }

    /// <summary>Out: the new hidden state h.</summary>
    public TReal Hidden { get; set; }

    /// <summary>Out: the new memory c.</summary>
    public TReal Memory { get; set; }
}
