using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Taggers;

/// <summary>
/// The loss of a student, a tagger that learns from gold labels and from the distributions of teachers (Hinton et al. 2015, without a temperature):
/// <code>
/// loss = (1 - α) gold + α soft,   soft = -1 / N Σ_tokens Σ_k q_k log softmax(z)_k
/// </code>
/// gold is the student's own loss, that of its conditional random field if it has one; z are its logits, which then are the emissions of the field. So a
/// field's transitions learn from the gold labels alone.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
public static class DistilledLoss<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The loss, <c>[1, 1]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="gold">The loss of the gold labels, <c>[1, 1]</c>.</param>
    /// <param name="logits">z, <c>[N, labels]</c>.</param>
    /// <param name="targets">q, the teachers' distributions, <c>[N, labels]</c>; each row sums to 1.</param>
    /// <param name="weight">α, above 0 and at most 1.</param>
    /// <param name="counted">The tokens of the whole batch.</param>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> gold, Variable<T> logits, Tensor<T> targets, double weight, int counted)
    {
        Variable<T> soft = SoftCrossEntropy<T>.Apply(tape, logits, targets, counted);
        return tape.Add(Times(tape, gold, 1 - weight), Times(tape, soft, weight));
    }

    private static Variable<T> Times(Tape<T> tape, Variable<T> loss, double factor)
    {
        Tensor<T> constant = tape.NewTensor(1, 1);
        tape.Backend.Fill(constant, T.CreateChecked(factor));
        return tape.Scale(loss, Variable<T>.Constant(constant));
    }
}
