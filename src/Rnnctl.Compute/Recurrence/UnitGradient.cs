using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Recurrence;

/// <summary>The gradients of one hidden unit at one time step. In: dh and dc from everything that read them. Out: all the rest.</summary>
/// <typeparam name="TReal">The number, or a register of neighbouring units.</typeparam>
public struct UnitGradient<TReal>
    where TReal : struct, IReal<TReal>
{
    /// <summary>In: dh.</summary>
    public TReal Hidden { get; set; }

    /// <summary>In: dc, of cells that have a memory.</summary>
    public TReal Memory { get; set; }

    /// <summary>Out: the gradient of the first gate's pre-activation.</summary>
    public TReal FirstGate { get; set; }

    /// <summary>Out: the gradient of the second gate's pre-activation.</summary>
    public TReal SecondGate { get; set; }

    /// <summary>Out: the gradient of the third gate's pre-activation.</summary>
    public TReal ThirdGate { get; set; }

    /// <summary>Out: the gradient of the fourth gate's pre-activation.</summary>
    public TReal FourthGate { get; set; }

    /// <summary>Out: the gradient of the part of the last gate's pre-activation that is kept apart.</summary>
    public TReal RecurrentTerm { get; set; }

    /// <summary>Out: the gradient of h' other than through the recurrent product.</summary>
    public TReal PreviousHidden { get; set; }

    /// <summary>Out: the gradient of c'.</summary>
    public TReal PreviousMemory { get; set; }
}
