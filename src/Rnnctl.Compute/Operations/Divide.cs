using System.Numerics;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>y = a / b, element by element.</summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct Divide<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _a, _b, _y;

    private Divide(Variable<T> a, Variable<T> b, Variable<T> y) => (_a, _b, _y) = (a, b, y);

    /// <summary>The result; both operands have its shape.</summary>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> a, Variable<T> b)
    {
        Variable<T> y = tape.NewVariable(a.Rows, a.Columns);
        tape.Backend.Map(default(Forward), y.Value, a.Value, b.Value);
        tape.Record(new Divide<T>(a, b, y));
        return y;
    }

    /// <summary>da += dy / b, db -= dy ⊙ y / b.</summary>
    public void Backward(Tape<T> tape)
    {
        Tensor<T> share = tape.NewTensor(_y.Rows, _y.Columns);
        tape.Backend.Map(default(Forward), share, _y.Gradient, _b.Value);
        if (_a.HasGradient) tape.Backend.Map(default(Accumulate), _a.Gradient, share, share);
        if (_b.HasGradient) tape.Backend.Map(default(DecreaseByProduct), _b.Gradient, share, _y.Value);
    }

    internal readonly struct Forward : IFormula
    {
        TReal IFormula.Apply<TReal>(TReal y, TReal a, TReal b) => a / b;
    }

    internal readonly struct DecreaseByProduct : IFormula
    {
        TReal IFormula.Apply<TReal>(TReal y, TReal a, TReal b) => y - (a * b);
    }
}
