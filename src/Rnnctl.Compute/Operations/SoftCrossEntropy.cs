using System.Numerics;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// The loss of a classifier whose rows have distributions over the classes in the place of right classes, <c>[1, 1]</c>:
/// <code>
/// loss = -1 / counted · Σ_rows Σ_k q_k log p_k,   p = softmax(x)
/// </code>
/// With a distribution that is sure of one class it is that of <see cref="CrossEntropy{T}"/>.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct SoftCrossEntropy<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _logits, _loss;
    private readonly Tensor<T> _dLogits;

    private SoftCrossEntropy(Variable<T> logits, Tensor<T> dLogits, Variable<T> loss) => (_logits, _dLogits, _loss) = (logits, dLogits, loss);

    /// <summary>The loss, <c>[1, 1]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="logits">x, <c>[N, classes]</c>.</param>
    /// <param name="targets">q, <c>[N, classes]</c>; each row sums to 1.</param>
    /// <param name="counted">What the sum over the rows is divided by, at least 1: N, or where a batch is computed in parts the rows of all of them.</param>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> logits, Tensor<T> targets, int counted)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counted, 1);
        Variable<T> loss = tape.NewVariable(1, 1);
        Tensor<T> losses = tape.NewTensor(logits.Rows, 1), dLogits = tape.NewTensor(logits.Rows, logits.Columns);
        T scale = T.One / T.CreateChecked(counted);
        tape.Backend.SoftCrossEntropy(logits.Value, targets, scale, losses, dLogits);
        tape.Backend.Sum(losses, scale, loss.Value);
        tape.Record(new SoftCrossEntropy<T>(logits, dLogits, loss));
        return loss;
    }

    /// <summary>dx += dloss · (p - q) / counted. The forward pass has computed the gradient for dloss = 1.</summary>
    public void Backward(Tape<T> tape)
    {
        if (_logits.HasGradient) tape.Backend.AddScaled(_dLogits, _loss.Gradient, _logits.Gradient);
    }
}
