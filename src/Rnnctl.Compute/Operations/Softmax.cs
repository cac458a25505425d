using System.Numerics;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>y = exp(x) / Σ exp(x) for each row.</summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct Softmax<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _x, _y;

    private Softmax(Variable<T> x, Variable<T> y) => (_x, _y) = (x, y);

    /// <summary>The distribution of each row, the same shape as x.</summary>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> x)
    {
        Variable<T> y = tape.NewVariable(x.Rows, x.Columns);
        tape.Backend.Softmax(x.Value, y.Value);
        tape.Record(new Softmax<T>(x, y));
        return y;
    }

    /// <summary>dx += y ⊙ (dy - Σ dy ⊙ y).</summary>
    public void Backward(Tape<T> tape)
    {
        if (_x.HasGradient) tape.Backend.SoftmaxGradient(_y.Value, _y.Gradient, _x.Gradient);
    }
}
