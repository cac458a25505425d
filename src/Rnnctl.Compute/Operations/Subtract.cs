using System.Numerics;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>y = a - b, element by element.</summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct Subtract<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _a, _b, _y;

    private Subtract(Variable<T> a, Variable<T> b, Variable<T> y) => (_a, _b, _y) = (a, b, y);

    /// <summary>The result; both operands have its shape.</summary>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> a, Variable<T> b)
    {
        Variable<T> y = tape.NewVariable(a.Rows, a.Columns);
        tape.Backend.Map(default(Forward), y.Value, a.Value, b.Value);
        tape.Record(new Subtract<T>(a, b, y));
        return y;
    }

    /// <inheritdoc />
    public void Backward(Tape<T> tape)
    {
        if (_a.HasGradient) tape.Backend.Map(default(Accumulate), _a.Gradient, _y.Gradient, _y.Gradient);
        if (_b.HasGradient) tape.Backend.Map(default(Decrease), _b.Gradient, _y.Gradient, _y.Gradient);
    }

    internal readonly struct Forward : IFormula
    {
        TReal IFormula.Apply<TReal>(TReal y, TReal a, TReal b) => a - b;
    }
}
