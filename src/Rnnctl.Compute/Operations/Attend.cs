using System.Globalization;
using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// Attention with several heads (Vaswani et al. 2017): O = softmax(S) V for every head and every pair of sequences, with S = scale · Q Kᵀ or additive scores
/// S_ij = v · tanh(Q_i + K_j) (Bahdanau et al. 2014). The projections before and after attention are <see cref="Linear{T}"/> layers.
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

    /// <summary>Attention with dot product scores: the weighted sums of the values, <c>[N_q, heads · d_v]</c>, and the weights.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="pairs">The pairs of sequences; they must not change until the backward pass.</param>
    /// <param name="heads">The number of heads; it divides the number of columns.</param>
    /// <param name="scale">The factor of the products of queries and keys.</param>
    /// <param name="queries">Q, <c>[N_q, heads · d]</c>.</param>
    /// <param name="keys">K, <c>[N_k, heads · d]</c>.</param>
    /// <param name="values">V, <c>[N_k, heads · d_v]</c>.</param>
    /// <exception cref="ArgumentException">The tensors do not fit the sequences; or the tape records and two sequences attend to the same one.</exception>
    public static (Variable<T> Outputs, Tensor<T> Weights) Apply(
        Tape<T> tape, SequencePairs pairs, int heads, double scale, Variable<T> queries, Variable<T> keys, Variable<T> values)
    {
        var attention = new PackedAttention<T>(pairs, heads, scale, queries.Value, keys.Value, values.Value);
        return Apply(tape, attention, attention with { Queries = queries.Gradient, Keys = keys.Gradient, Values = values.Gradient });
    }

    /// <summary>Attention with additive scores: the weighted sums of the values, <c>[N_q, heads · d_v]</c>, and the weights.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="pairs">The pairs of sequences; they must not change until the backward pass.</param>
    /// <param name="heads">The number of heads; it divides the number of columns.</param>
    /// <param name="scorer">v, <c>[1, heads · d]</c>.</param>
    /// <param name="queries">Q, <c>[N_q, heads · d]</c>, projected queries: W s in Bahdanau et al.</param>
    /// <param name="keys">K, <c>[N_k, heads · d]</c>, projected keys with any bias: U h + b.</param>
    /// <param name="values">V, <c>[N_k, heads · d_v]</c>.</param>
    /// <exception cref="ArgumentException">The tensors do not fit the sequences; or the tape records and two sequences attend to the same one.</exception>
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

    /// <exception cref="DeviceMemoryException">The weights exceed the size of a tensor.</exception>
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
