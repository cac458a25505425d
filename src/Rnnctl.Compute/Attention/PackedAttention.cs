using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Attention;

/// <summary>
/// Attention with several heads (Vaswani et al. 2017) over packed batches. Each head has its own columns of the queries, keys and values. For each head and
/// each pair of sequences
/// <code>
/// S = scale · Q Kᵀ,   A = softmax of each row of S,   O = A V
/// </code>
/// With a <see cref="Scorer"/> v, the scores are additive instead (Bahdanau et al. 2014, appendix A.1.2):
/// <code>
/// S_ij = scale · v · tanh(Q_i + K_j)
/// </code>
/// </summary>
/// <param name="Pairs">The pairs of sequences.</param>
/// <param name="Heads">The number of heads.</param>
/// <param name="Scale">The factor of the scores: 1 / √d in scaled dot product attention, 1 in Luong's (2015) and Bahdanau's.</param>
/// <param name="Queries">Q, <c>[N_q, heads · d]</c>.</param>
/// <param name="Keys">K, <c>[N_k, heads · d]</c>.</param>
/// <param name="Values">V, <c>[N_k, heads · d_v]</c>.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct PackedAttention<T>(
    SequencePairs Pairs, int Heads, double Scale, Tensor<T> Queries, Tensor<T> Keys, Tensor<T> Values)
    where T : unmanaged
{
    /// <summary>v of additive scores, <c>[1, heads · d]</c>; <c>default</c> for dot products.</summary>
    public Tensor<T> Scorer { get; init; }

    /// <summary>Whether the scores are additive.</summary>
    public bool IsAdditive => !Scorer.IsEmpty;

    /// <summary>d, the number of columns of a head's queries and keys.</summary>
    public int KeyWidth => Keys.Columns / Heads;

    /// <summary>d_v, the number of columns of a head's values.</summary>
    public int ValueWidth => Values.Columns / Heads;

    /// <summary>Checks that the tensors fit the sequences and each other.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void RequireFit()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Heads, 1);
        if (Queries.Rows != Pairs.Queries.Tokens || Keys.Rows != Pairs.Keys.Tokens || Values.Rows != Keys.Rows)
            throw new ArgumentException($"queries {Queries.Shape}, keys {Keys.Shape} and values {Values.Shape} do not fit their batches", nameof(Queries));
        if (Queries.Columns != Keys.Columns || Keys.Columns % Heads != 0 || Values.Columns % Heads != 0)
            throw new ArgumentException($"queries {Queries.Shape}, keys {Keys.Shape} and values {Values.Shape} do not fit {Heads} heads", nameof(Heads));
        if (IsAdditive && (Scorer.Rows != 1 || Scorer.Columns != Keys.Columns))
            throw new ArgumentException($"scorer {Scorer.Shape} does not fit keys {Keys.Shape}", nameof(Scorer));
    }
}
