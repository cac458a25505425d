using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// One hidden unit at one time step, as a fused cell's forward pass sees it. Before: the pre-activations and the previous state. After: the gates'
/// activations and the new state, which the backward pass finds here again.
/// </summary>
/// <typeparam name="TReal">The number, or a register of neighbouring units.</typeparam>
public struct UnitStep<TReal>
    where TReal : struct, IReal<TReal>
{
    /// <summary>The gates in PyTorch's row order; a cell uses the first of them. In: pre-activation W x + U h' + b. Out: activation.</summary>
    public TReal Gate0, Gate1, Gate2, Gate3;

    /// <summary>U h' + b' of the last gate, where the cell keeps it apart from W x + b.</summary>
    public TReal Apart;

    /// <summary>The previous hidden state h' and memory c'.</summary>
    public TReal PreviousHidden, PreviousMemory;

    /// <summary>The new hidden state h and memory c.</summary>
    public TReal Hidden, Memory;
}
