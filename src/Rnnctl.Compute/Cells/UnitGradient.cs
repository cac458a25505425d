using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cells;

/// <summary>The gradients of one hidden unit at one time step. In: dh and dc from everything that read them. Out: all the rest.</summary>
/// <typeparam name="TReal">The number, or a register of neighbouring units.</typeparam>
public struct UnitGradient<TReal>
    where TReal : struct, IReal<TReal>
{
    /// <summary>In: the gradients of the new hidden state h and of the new memory c.</summary>
    public TReal Hidden, Memory;

    /// <summary>Out: the gradients of the pre-activations.</summary>
    public TReal Gate0, Gate1, Gate2, Gate3;

    /// <summary>Out: the gradient of the part of the last gate's pre-activation that is kept apart.</summary>
    public TReal Apart;

    /// <summary>Out: the gradients of h' and c' other than through the recurrent product.</summary>
    public TReal PreviousHidden, PreviousMemory;
}
