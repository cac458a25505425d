using System.Numerics;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>Every row of y is the row x <c>[1, columns]</c>: a parameter that all sequences share, such as an initial state.</summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct Repeat<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _x, _y;

    private Repeat(Variable<T> x, Variable<T> y) => (_x, _y) = (x, y);

    /// <summary>The result, <c>[rows, columns]</c>.</summary>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> x, int rows)
    {
        Variable<T> y = tape.NewVariable(rows, x.Columns);
        tape.Backend.BroadcastRow(x.Value, default, y.Value);
        tape.Record(new Repeat<T>(x, y));
        return y;
    }

    /// <summary>dx += Σ dy over the rows, in order.</summary>
    public void Backward(Tape<T> tape)
    {
        if (_x.HasGradient) tape.Backend.AddColumnSums(_y.Gradient, _x.Gradient);
    }
}
