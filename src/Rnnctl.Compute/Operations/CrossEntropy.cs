using System.Numerics;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// The loss of a classifier, <c>[1, 1]</c>: the mean of -log softmax(x)[id] over the rows of x whose id is not negative. Softmax and logarithm are computed
/// together, so that no probability is rounded to zero before its logarithm.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct CrossEntropy<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _logits, _loss;
    private readonly Tensor<T> _probabilities;
    private readonly Tensor<int> _ids;
    private readonly T _scale;

    private CrossEntropy(Variable<T> logits, Tensor<int> ids, Tensor<T> probabilities, T scale, Variable<T> loss) =>
        (_logits, _ids, _probabilities, _scale, _loss) = (logits, ids, probabilities, scale, loss);

    /// <summary>The mean loss, <c>[1, 1]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="logits">x, <c>[N, classes]</c>.</param>
    /// <param name="ids">The right classes, <c>[1, N]</c>; rows with a negative id do not count.</param>
    /// <param name="counted">The number of ids that are not negative, at least 1.</param>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> logits, Tensor<int> ids, int counted)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counted, 1);
        Variable<T> loss = tape.NewVariable(1, 1);
        Tensor<T> probabilities = tape.NewTensor(logits.Rows, logits.Columns);
        Tensor<T> losses = tape.NewTensor(logits.Rows, 1);
        T scale = T.One / T.CreateChecked(counted);
        tape.Backend.CrossEntropy(logits.Value, ids, probabilities, losses);
        tape.Backend.Sum(losses, scale, loss.Value);
        tape.Record(new CrossEntropy<T>(logits, ids, probabilities, scale, loss));
        return loss;
    }

    /// <inheritdoc />
    public void Backward(Tape<T> tape)
    {
        if (_logits.HasGradient) tape.Backend.CrossEntropyGradient(_probabilities, _ids, weights: default, _loss.Gradient, _scale, _logits.Gradient);
    }
}
