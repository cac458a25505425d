using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Recurrence;

/// <summary>
/// One hidden unit at one time step, for the forward formulas of a fused cell. Before: the pre-activations and the previous state. After: the gates'
/// activations and the new state, which the backward pass reads again. The gates are in PyTorch's row order:
/// <code>
/// cell                   first   second   third   fourth
/// Lstm, PeepholeLstm     i       f        g       o
/// FullPeepholeLstm       i       f        g       o
/// ClippedLstm            i       f        g       o
/// CoupledLstm            f       g        o
/// Gru, ResetBeforeGru    r       z        n
/// MinGru                 z       n
/// MinLstm                f       i        n
/// Elman                  h
/// other cells            W tanh(x) + b
/// </code>
/// </summary>
/// <typeparam name="TReal">The number, or a register of neighbouring units.</typeparam>
public struct UnitStep<TReal>
    where TReal : struct, IReal<TReal>
{
    /// <summary>The first gate. In: pre-activation W x + U h' + b. Out: activation.</summary>
    public TReal FirstGate { get; set; }

    /// <summary>The second gate, if the cell has it.</summary>
    public TReal SecondGate { get; set; }

    /// <summary>The third gate, if the cell has it.</summary>
    public TReal ThirdGate { get; set; }

    /// <summary>The fourth gate, if the cell has it.</summary>
    public TReal FourthGate { get; set; }

    /// <summary>
    /// The last gate's recurrent term U h' + b', if the cell keeps it separate from W x + b; or r ⊙ h', if the cell resets before the product.
    /// </summary>
    public TReal RecurrentTerm { get; set; }

    /// <summary>The previous hidden state h'.</summary>
    public TReal PreviousHidden { get; set; }

    /// <summary>The previous memory c', if the cell has one.</summary>
    public TReal PreviousMemory { get; set; }

    /// <summary>The peephole p of the first gate, if the cell has peepholes.</summary>
    public TReal FirstPeephole { get; set; }

    /// <summary>The peephole p of the second gate.</summary>
    public TReal SecondPeephole { get; set; }

    /// <summary>The peephole p of the fourth gate.</summary>
    public TReal FourthPeephole { get; set; }

    /// <summary>The largest magnitude of the memory, if the cell clips it; may be infinite.</summary>
    public TReal MemoryLimit { get; set; }

    /// <summary>Out: the new hidden state h; m, if the cell projects it to the hidden state.</summary>
    public TReal Hidden { get; set; }

    /// <summary>Out: the new memory c.</summary>
    public TReal Memory { get; set; }
}
