using System.Numerics;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>y = x Wᵀ + b for each row: <c>[N, inputs] [outputs, inputs]ᵀ = [N, outputs]</c>. W has PyTorch's shape.</summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct Linear<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _x, _weight, _bias, _y;

    private Linear(Variable<T> x, Variable<T> weight, Variable<T> bias, Variable<T> y) => (_x, _weight, _bias, _y) = (x, weight, bias, y);

    /// <summary>x Wᵀ + b, <c>[N, outputs]</c>; x Wᵀ if b is <c>default</c>. A constant if all of them are constants.</summary>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> x, Variable<T> weight, Variable<T> bias)
    {
        bool isConstant = !x.HasGradient && !weight.HasGradient && !bias.HasGradient;
        Variable<T> y = isConstant ? Variable<T>.Constant(tape.NewTensor(x.Rows, weight.Rows)) : tape.NewVariable(x.Rows, weight.Rows);
        bool hasBias = bias.Rows > 0;
        if (hasBias) tape.Backend.BroadcastRow(bias.Value, default, y.Value);
        tape.Backend.Product(x.Value, MatrixOperand<T>.Transpose(weight.Value), y.Value, accumulate: hasBias);
        if (!isConstant) tape.Record(new Linear<T>(x, weight, bias, y));
        return y;
    }

    /// <summary>dx += dy W, dW += dyᵀ x, db += Σ dy.</summary>
    public void Backward(Tape<T> tape)
    {
        Tensor<T> dy = _y.Gradient;
        if (_x.HasGradient) tape.Backend.Product(dy, _weight.Value, _x.Gradient, accumulate: true);
        if (_weight.HasGradient) tape.Backend.Product(MatrixOperand<T>.Transpose(dy), _x.Value, _weight.Gradient, accumulate: true);
        if (_bias.HasGradient) tape.Backend.AddColumnSums(dy, _bias.Gradient);
    }
}
