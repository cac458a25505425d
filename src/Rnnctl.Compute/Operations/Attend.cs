using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// Attention by dot products with several heads (Vaswani et al. 2017): O = softmax(scale · Q Kᵀ) V in every head and every pair of sequences. The
/// projections before and after it are <see cref="Linear{T}"/> layers.
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

    /// <summary>The sums of the values, <c>[N_q, heads · d_v]</c>, with the weights that made them.</summary>
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
        pairs.RequireSequences(tape.Recording);
        attention.RequireFit();
        Tensor<T> weights = tape.NewTensor(1, checked(heads * pairs.Weights));
        Variable<T> outputs = tape.NewVariable(queries.Rows, values.Columns);
        tape.Backend.AttentionForward(attention, weights, outputs.Value);
        PackedAttention<T> gradient = attention with { Queries = queries.Gradient, Keys = keys.Gradient, Values = values.Gradient };
        tape.Record(new Attend<T>(attention, gradient, weights, outputs));
        return (outputs, weights);
    }

    /// <inheritdoc />
    public void Backward(Tape<T> tape) => tape.Backend.AttentionBackward(_attention, _weights, _outputs.Gradient, _gradient);
}
