using System.Globalization;
using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// Attention with several heads (Vaswani et al. 2017): O = softmax(S) V in every head and every pair of sequences, with S = scale · Q Kᵀ, or additive
/// scores S_ij = v · tanh(Q_i + K_j) (Bahdanau et al. 2014). The projections before and after it are <see cref="Linear{T}"/> layers.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct Attend<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly PackedAttention<T> _attention, _gradient;
    private readonly Tensor<T> _weights;
    private readonly Variable<T> _outputs;

    private Attend(PackedAttention<T> attention, PackedAttention<T> gradient, Tensor<T> weights, Variable<T> outputs) =>
        (_attention, _gradient, _weights, _outputs) = (attention, gradient, weights, outputs);

    /// <summary>The sums of the values, <c>[N_q, heads · d_v]</c>, with the weights that made them from dot products.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="pairs">Which sequence of keys each sequence of queries attends to; must stay as it is until the backward pass.</param>
    /// <param name="heads">The number of heads, which divides the columns.</param>
    /// <param name="scale">What the products of queries and keys are multiplied by.</param>
    /// <param name="queries">Q, <c>[N_q, heads · d]</c>.</param>
    /// <param name="keys">K, <c>[N_k, heads · d]</c>.</param>
    /// <param name="values">V, <c>[N_k, heads · d_v]</c>.</param>
    /// <exception cref="ArgumentException">The tensors or the sequences do not fit; or the tape records, and two sequences attend to the same one.</exception>
    public static (Variable<T> Outputs, Tensor<T> Weights) Apply(
        Tape<T> tape, SequencePairs pairs, int heads, double scale, Variable<T> queries, Variable<T> keys, Variable<T> values)
    {
        var attention = new PackedAttention<T>(pairs, heads, scale, queries.Value, keys.Value, values.Value);
        return Apply(tape, attention, attention with { Queries = queries.Gradient, Keys = keys.Gradient, Values = values.Gradient });
    }

    /// <summary>The sums of the values, <c>[N_q, heads · d_v]</c>, with the weights that made them from additive scores.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="pairs">Which sequence of keys each sequence of queries attends to; must stay as it is until the backward pass.</param>
    /// <param name="heads">The number of heads, which divides the columns.</param>
    /// <param name="scorer">v, <c>[1, heads · d]</c>.</param>
    /// <param name="queries">Q, <c>[N_q, heads · d]</c>, projected: W s of Bahdanau et al.</param>
    /// <param name="keys">K, <c>[N_k, heads · d]</c>, projected, with any bias: U h + b.</param>
    /// <param name="values">V, <c>[N_k, heads · d_v]</c>.</param>
    /// <exception cref="ArgumentException">The tensors or the sequences do not fit; or the tape records, and two sequences attend to the same one.</exception>
    public static (Variable<T> Outputs, Tensor<T> Weights) Apply(
        Tape<T> tape, SequencePairs pairs, int heads, Variable<T> scorer, Variable<T> queries, Variable<T> keys, Variable<T> values)
    {
        var attention = new PackedAttention<T>(pairs, heads, Scale: 1, queries.Value, keys.Value, values.Value) { Scorer = scorer.Value };
        return Apply(
            tape, attention, attention with { Queries = queries.Gradient, Keys = keys.Gradient, Values = values.Gradient, Scorer = scorer.Gradient });
    }

    /// <inheritdoc />
    public void Backward(Tape<T> tape) => tape.Backend.AttentionBackward(_attention, _weights, _outputs.Gradient, _gradient);

    private static (Variable<T> Outputs, Tensor<T> Weights) Apply(Tape<T> tape, PackedAttention<T> attention, PackedAttention<T> gradient)
    {
        attention.Pairs.RequireSequences(tape.Recording);
        attention.RequireFit();
        Tensor<T> weights = tape.NewTensor(1, CountWeights(attention));
        Variable<T> outputs = tape.NewVariable(attention.Queries.Rows, attention.Values.Columns);
        tape.Backend.AttentionForward(attention, weights, outputs.Value);
        tape.Record(new Attend<T>(attention, gradient, weights, outputs));
        return (outputs, weights);
    }

    /// <exception cref="DeviceMemoryException">There are more weights than a tensor has elements.</exception>
    private static int CountWeights(PackedAttention<T> attention)
    {
        long weights = attention.Heads * attention.Pairs.Weights;
        return weights <= TensorSize.Most ? (int)weights : throw new DeviceMemoryException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"attention over sequences of up to {attention.Pairs.Keys.Steps:N0} tokens would have {weights:N0} weights, at most {TensorSize.Most:N0} fit"),
            "attention's memory grows with the square of a sentence's length: cut long ones, or do without --self-attention or --attention");
    }
}
