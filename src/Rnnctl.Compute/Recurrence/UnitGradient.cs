using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Recurrence;

/// <summary>The gradients of one hidden unit at one time step. In: dh and dc from all later uses. Out: all other gradients.</summary>
/// <typeparam name="TReal">The number, or a register of neighbouring units.</typeparam>
public struct UnitGradient<TReal>
    where TReal : struct, IReal<TReal>
{
    /// <summary>In: dh; dm, if the cell projects m to the hidden state.</summary>
    public TReal Hidden { get; set; }

    /// <summary>In: dc, if the cell has a memory. Cells with memory products add the output's part first.</summary>
    public TReal Memory { get; set; }

    /// <summary>Out: the gradient of the first gate's pre-activation.</summary>
    public TReal FirstGate { get; set; }

    /// <summary>Out: the gradient of the second gate's pre-activation.</summary>
    public TReal SecondGate { get; set; }

    /// <summary>Out: the gradient of the third gate's pre-activation.</summary>
    public TReal ThirdGate { get; set; }

    /// <summary>Out: the gradient of the fourth gate's pre-activation.</summary>
    public TReal FourthGate { get; set; }

    /// <summary>Out: the gradient of the last gate's separate recurrent term. For cells that reset before the product, in: the gradient of r ⊙ h'.</summary>
    public TReal RecurrentTerm { get; set; }

    /// <summary>Out: the gradient of h', without the part through the recurrent product.</summary>
    public TReal PreviousHidden { get; set; }

    /// <summary>Out: the gradient of c'.</summary>
    public TReal PreviousMemory { get; set; }
}
