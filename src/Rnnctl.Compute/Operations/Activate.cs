using System.Numerics;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>y = f(x), element by element.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TActivation">f.</typeparam>
public readonly record struct Activate<T, TActivation> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TActivation : struct, IActivation
{
    private readonly Variable<T> _x, _y;

    private Activate(Variable<T> x, Variable<T> y) => (_x, _y) = (x, y);

    /// <summary>f(x), the same shape as x.</summary>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> x)
    {
        Variable<T> y = tape.NewVariable(x.Rows, x.Columns);
        tape.Backend.Map(default(Forward), y.Value, x.Value, x.Value);
        tape.Record(new Activate<T, TActivation>(x, y));
        return y;
    }

    /// <inheritdoc />
    public void Backward(Tape<T> tape)
    {
        if (_x.HasGradient) tape.Backend.Map(default(Gradient), _x.Gradient, _y.Gradient, _y.Value);
    }

    internal readonly struct Forward : IFormula
    {
        TReal IFormula.Apply<TReal>(TReal y, TReal a, TReal b) => TActivation.Apply(a);
    }

    /// <summary>dx ← dx + dy f'(x).</summary>
    internal readonly struct Gradient : IFormula
    {
        TReal IFormula.Apply<TReal>(TReal y, TReal a, TReal b) => y + (a * TActivation.Slope(b));
    }
}
