using System.Numerics;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// Every row of y is a row of x times s, element by element: <c>[N, columns]</c> times <c>[1, columns]</c>, the product with a diagonal matrix.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct Scale<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _x, _s, _y;

    private Scale(Variable<T> x, Variable<T> s, Variable<T> y) => (_x, _s, _y) = (x, s, y);

    /// <summary>The result, the same shape as x.</summary>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> x, Variable<T> s)
    {
        Variable<T> y = tape.NewVariable(x.Rows, x.Columns);
        tape.Backend.BroadcastRow(s.Value, default, y.Value);
        tape.Backend.Map(default(Product), y.Value, y.Value, x.Value);
        tape.Record(new Scale<T>(x, s, y));
        return y;
    }

    /// <summary>dx += dy ⊙ s, ds += Σ dy ⊙ x over the rows.</summary>
    public void Backward(Tape<T> tape)
    {
        Tensor<T> product = tape.NewTensor(_x.Rows, _x.Columns);
        if (_x.HasGradient)
        {
            tape.Backend.BroadcastRow(_s.Value, default, product);
            tape.Backend.Map(default(AccumulateProduct), _x.Gradient, _y.Gradient, product);
        }

        if (!_s.HasGradient) return;
        tape.Backend.AddColumnSums(_y.Gradient, _x.Value, product, _s.Gradient);
    }
}
