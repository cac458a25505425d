using System.Numerics;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// The loss of a classifier for smoothed labels, <c>[1, 1]</c> (Szegedy et al. 2016): the mean over the rows with an id of
/// <code>
/// -Σ_k q_k log p_k,   p = softmax(x),   q = (1 - ε) onehot(id) + ε / V
/// </code>
/// <see cref="OutputLoss{T}"/> is the same together with its output layer, for large vocabularies.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct SmoothedCrossEntropy<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _logits, _loss;
    private readonly Tensor<T> _gradient;

    private SmoothedCrossEntropy(Variable<T> logits, Tensor<T> gradient, Variable<T> loss) => (_logits, _gradient, _loss) = (logits, gradient, loss);

    /// <summary>The mean loss, <c>[1, 1]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="logits">x, <c>[N, V]</c>.</param>
    /// <param name="ids">The right classes, <c>[1, N]</c>; rows with a negative id do not count.</param>
    /// <param name="counted">The number of ids that are not negative, at least 1.</param>
    /// <param name="smoothing">ε, at least 0 and less than 1.</param>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> logits, Tensor<int> ids, int counted, double smoothing)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counted, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(smoothing);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(smoothing, 1);
        Variable<T> loss = tape.NewVariable(1, 1);
        Tensor<T> losses = tape.NewTensor(logits.Rows, 1), surprisals = tape.NewTensor(logits.Rows, 1);
        Tensor<T> gradient = tape.Recording && logits.HasGradient ? tape.NewTensor(logits.Rows, logits.Columns) : default;
        T scale = T.One / T.CreateChecked(counted);
        tape.Backend.SmoothedCrossEntropy(logits.Value, ids, smoothing, scale, losses, surprisals, gradient);
        tape.Backend.Sum(losses, scale, loss.Value);
        tape.Record(new SmoothedCrossEntropy<T>(logits, gradient, loss));
        return loss;
    }

    /// <summary>dx += dloss · d(loss)/dx. The forward pass has computed this gradient for dloss = 1.</summary>
    public void Backward(Tape<T> tape)
    {
        if (_logits.HasGradient) tape.Backend.AddScaled(_gradient, _loss.Gradient, _logits.Gradient);
    }
}
