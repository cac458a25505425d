using System.Numerics;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// The focal loss of a classifier, <c>[1, 1]</c> (Lin et al. 2017, equation 4): the cross-entropy with a weight for each row that falls as the right class
/// becomes probable, so that the rows which are still wrong count most:
/// <code>
/// loss = mean over the rows with an id of (1 - p)^γ (-log p),   p = softmax(x)[id]
/// </code>
/// With γ = 0 it is <see cref="CrossEntropy{T}"/>. The weight is a part of the function, and so of its gradient.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct FocalLoss<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _logits, _loss;
    private readonly Tensor<T> _probabilities, _surprisals;
    private readonly Tensor<int> _ids;
    private readonly T _scale;
    private readonly double _gamma;

    private FocalLoss(
        Variable<T> logits, Tensor<int> ids, Tensor<T> probabilities, Tensor<T> surprisals, T scale, double gamma, Variable<T> loss)
    {
        (_logits, _ids, _probabilities, _surprisals) = (logits, ids, probabilities, surprisals);
        (_scale, _gamma, _loss) = (scale, gamma, loss);
    }

    /// <summary>The mean loss, <c>[1, 1]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="logits">x, <c>[N, classes]</c>.</param>
    /// <param name="ids">The right classes, <c>[1, N]</c>; rows with a negative id do not count.</param>
    /// <param name="counted">The number of ids that are not negative, at least 1.</param>
    /// <param name="gamma">γ, at least 0.</param>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> logits, Tensor<int> ids, int counted, double gamma)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counted, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(gamma);
        Variable<T> loss = tape.NewVariable(1, 1);
        Tensor<T> probabilities = tape.NewTensor(logits.Rows, logits.Columns);
        Tensor<T> surprisals = tape.NewTensor(logits.Rows, 1), losses = tape.NewTensor(logits.Rows, 1);
        T scale = T.One / T.CreateChecked(counted);
        tape.Backend.CrossEntropy(logits.Value, ids, probabilities, surprisals);
        tape.Backend.Map(new FocalFormulas.Loss(gamma), losses, surprisals, surprisals);
        tape.Backend.Sum(losses, scale, loss.Value);
        tape.Record(new FocalLoss<T>(logits, ids, probabilities, surprisals, scale, gamma, loss));
        return loss;
    }

    /// <summary>dx = dloss / counted · d loss / ds · (softmax(x) - onehot(id)) for each row with an id.</summary>
    public void Backward(Tape<T> tape)
    {
        if (!_logits.HasGradient) return;
        Tensor<T> slopes = tape.NewTensor(_surprisals.Rows, 1);
        tape.Backend.Map(new FocalFormulas.Slope(_gamma), slopes, _surprisals, _surprisals);
        tape.Backend.CrossEntropyGradient(_probabilities, _ids, slopes, _loss.Gradient, _scale, _logits.Gradient);
    }
}
