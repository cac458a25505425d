using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>
/// A function whose gradients can be checked: an operation, a layer, a whole model. A case names its input tensors and runs forward from them. The tests,
/// <c>rnnctl gradcheck</c> and the comparison of devices share one list of cases.
/// </summary>
public abstract class GradientCase
{
    /// <summary>A case with this name and these inputs.</summary>
    protected GradientCase(string subject, IReadOnlyList<GradientInput> inputs) => (Subject, Inputs) = (subject, inputs);

    /// <summary>A description: <c>lstm fused, both directions, hidden 11</c>.</summary>
    public string Subject { get; }

    /// <summary>The input tensors, whose gradients are checked.</summary>
    public IReadOnlyList<GradientInput> Inputs { get; }

    /// <summary>The same function in its most readable form, for example the plain step of a fused cell; the case itself if there is no other form.</summary>
    public virtual GradientCase Specification => this;

    /// <summary>
    /// Runs forward. It is called many times, each time on a tape after a reset; equal inputs must give equal results. At the values of <see cref="Inputs"/>
    /// the function must not be near a kink or saturate.
    /// </summary>
    /// <param name="tape">A recording tape. The method puts ids and other constants on it in each call.</param>
    /// <param name="inputs">The inputs, in the order of <see cref="Inputs"/>.</param>
    /// <returns>A contiguous result of any shape: a loss, or a layer's output.</returns>
    public abstract Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
