using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Attention;

/// <summary>
/// Attention by dot products with several heads (Vaswani et al. 2017) over packed batches. Each head has its own columns of the queries, keys and
/// values, and within every pair of sequences
/// <code>
/// S = scale · Q Kᵀ,   A = softmax of each row of S,   O = A V
/// </code>
/// </summary>
/// <param name="Pairs">Which sequences belong together.</param>
/// <param name="Heads">The number of heads.</param>
/// <param name="Scale">What the products are multiplied by: 1 / √d in scaled dot product attention, 1 in Luong's (2015).</param>
/// <param name="Queries">Q, <c>[N_q, heads · d]</c>.</param>
/// <param name="Keys">K, <c>[N_k, heads · d]</c>.</param>
/// <param name="Values">V, <c>[N_k, heads · d_v]</c>.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct PackedAttention<T>(
    SequencePairs Pairs, int Heads, double Scale, Tensor<T> Queries, Tensor<T> Keys, Tensor<T> Values)
    where T : unmanaged
{
    /// <summary>d, the columns of a head's queries and keys.</summary>
    public int KeyWidth => Keys.Columns / Heads;

    /// <summary>d_v, the columns of a head's values.</summary>
    public int ValueWidth => Values.Columns / Heads;

    /// <summary>Refuses tensors that do not fit the sequences and each other.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public void RequireFit()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Heads, 1);
        if (Queries.Rows != Pairs.Queries.Tokens || Keys.Rows != Pairs.Keys.Tokens || Values.Rows != Keys.Rows)
            throw new ArgumentException($"queries {Queries.Shape}, keys {Keys.Shape} and values {Values.Shape} do not fit their batches", nameof(Queries));
        if (Queries.Columns != Keys.Columns || Keys.Columns % Heads != 0 || Values.Columns % Heads != 0)
            throw new ArgumentException($"queries {Queries.Shape}, keys {Keys.Shape} and values {Values.Shape} do not fit {Heads} heads", nameof(Heads));
    }
}
