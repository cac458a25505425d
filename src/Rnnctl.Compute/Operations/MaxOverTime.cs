using System.Numerics;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// Max-over-time pooling (Collobert et al. 2011): y[s, c] is the maximum of x[t, c] over the steps t of sequence s. <c>[N, columns]</c> becomes
/// <c>[sequences, columns]</c>. Of equal values the first one counts and receives the gradient.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct MaxOverTime<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _x, _y;
    private readonly Tensor<int> _rows;

    private MaxOverTime(Variable<T> x, Tensor<int> rows, Variable<T> y) => (_x, _rows, _y) = (x, rows, y);

    /// <summary>The largest values, <c>[sequences, columns]</c>, of x <c>[N, columns]</c>.</summary>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> x, PackedSteps steps)
    {
        Variable<T> y = tape.NewVariable(steps.Sequences, x.Columns);
        Apply(tape, x, steps, y);
        return y;
    }

    /// <summary>Writes the largest values, <c>[sequences, columns]</c>, into <paramref name="y"/>, a part of a larger variable.</summary>
    public static void Apply(Tape<T> tape, Variable<T> x, PackedSteps steps, Variable<T> y)
    {
        Tensor<int> rows = tape.NewIds(y.Value.Count);
        tape.Backend.MaxOverTime(x.Value, steps, y.Value, rows);
        tape.Record(new MaxOverTime<T>(x, rows, y));
    }

    /// <inheritdoc />
    public void Backward(Tape<T> tape)
    {
        if (_x.HasGradient) tape.Backend.MaxOverTimeGradient(_y.Gradient, _rows, _x.Gradient);
    }
}
