using System.Numerics;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>y = a ⊙ b, element by element.</summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct Multiply<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _a, _b, _y;

    private Multiply(Variable<T> a, Variable<T> b, Variable<T> y) => (_a, _b, _y) = (a, b, y);

    /// <summary>The result; both operands have its shape.</summary>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> a, Variable<T> b)
    {
        Variable<T> y = tape.NewVariable(a.Rows, a.Columns);
        tape.Backend.Map(default(Product), y.Value, a.Value, b.Value);
        tape.Record(new Multiply<T>(a, b, y));
        return y;
    }

    /// <inheritdoc />
    public void Backward(Tape<T> tape)
    {
        if (_a.HasGradient) tape.Backend.Map(default(AccumulateProduct), _a.Gradient, _y.Gradient, _b.Value);
        if (_b.HasGradient) tape.Backend.Map(default(AccumulateProduct), _b.Gradient, _y.Gradient, _a.Value);
    }
}
