using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>
/// Something whose gradients can be checked: an operation, a layer, a whole model. It names the tensors that it depends on and runs
/// forward from them. One list of cases serves the tests, <c>rnnctl gradcheck</c>, and the comparison of devices.
/// </summary>
public abstract class GradientCase
{
    /// <summary>A case of that subject over those tensors.</summary>
    protected GradientCase(string subject, IReadOnlyList<GradientInput> inputs) => (Subject, Inputs) = (subject, inputs);

    /// <summary>What is checked, in words: <c>lstm fused, both directions, hidden 11</c>.</summary>
    public string Subject { get; }

    /// <summary>The tensors whose gradients are checked.</summary>
    public IReadOnlyList<GradientInput> Inputs { get; }

    /// <summary>The same function of the same inputs by its most readable code: of a fused cell its plain step. Itself where there is no other.</summary>
    public virtual GradientCase Specification => this;

    /// <summary>
    /// Runs forward. Called many times over the same case and every time on a tape that was reset; with equal values of the inputs
    /// it must give equal results. Nothing in it may lie near a kink or saturate at the values of <see cref="Inputs"/>.
    /// </summary>
    /// <param name="tape">A recording tape; ids and other constants are put on it anew each time.</param>
    /// <param name="inputs">The inputs, in the order of <see cref="Inputs"/>.</param>
    /// <returns>A contiguous result of any shape: a loss, or a layer's output.</returns>
    public abstract Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
