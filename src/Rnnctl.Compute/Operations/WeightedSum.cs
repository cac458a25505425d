using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>y = Σ_j w_j x_j for J matrices with one weight each, such as the layers of a language model.</summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct WeightedSum<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _weights, _x, _y;

    private WeightedSum(Variable<T> weights, Variable<T> x, Variable<T> y) => (_weights, _x, _y) = (weights, x, y);

    /// <summary>Writes the sum into <paramref name="y"/>, <c>[N, D]</c>, which may be a part of a larger variable.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="weights">w, <c>[1, J]</c>.</param>
    /// <param name="x">The matrices, one below the other, <c>[J · N, D]</c>.</param>
    /// <param name="y">y, <c>[N, D]</c>.</param>
    public static void Apply(Tape<T> tape, Variable<T> weights, Variable<T> x, Variable<T> y)
    {
        tape.Backend.Clear(y.Value);
        for (int j = 0; j < weights.Columns; j++)
            tape.Backend.AddScaled(x.Value.SliceRows(j * y.Rows, y.Rows), weights.Value.SliceColumns(j, 1), y.Value);
        tape.Record(new WeightedSum<T>(weights, x, y));
    }

    /// <summary>dx_j += w_j dy, dw_j += Σ dy ⊙ x_j over all elements.</summary>
    public void Backward(Tape<T> tape)
    {
        for (int j = 0; j < _weights.Columns; j++)
        {
            Variable<T> x = _x.SliceRows(j * _y.Rows, _y.Rows), w = _weights.SliceColumns(j, 1);
            if (x.HasGradient) tape.Backend.AddScaled(_y.Gradient, w.Value, x.Gradient);
            if (w.HasGradient) AddProduct(tape, x.Value, w.Gradient);
        }
    }

    private void AddProduct(Tape<T> tape, Tensor<T> x, Tensor<T> gradient)
    {
        Backend<T> backend = tape.Backend;
        Tensor<T> product = tape.NewTensor(x.Rows, x.Columns), sums = tape.NewTensor(1, x.Columns), sum = tape.NewTensor(1, 1);
        backend.Clear(sums);
        backend.AddColumnSums(_y.Gradient, x, product, sums);
        backend.Sum(sums, T.One, sum);
        backend.Map(default(Accumulate), gradient, sum, sum);
    }
}
