using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Attention;

/// <summary>
/// Pairs each sequence of queries with the sequence of keys that it attends to. A target sentence attends to its source, which has another position in another
/// packed batch; in self-attention both are the same sequence. A query has one weight for each key of its own pair. The weights of one sequence of queries form
/// a block <c>[heads, T_q, T_k]</c>; the blocks follow each other.
/// </summary>
/// <param name="Queries">The packed batch of the queries.</param>
/// <param name="Keys">The packed batch of the keys and values.</param>
/// <param name="KeySequences">For each sequence of queries, the index of its sequence of keys in the keys' batch; empty if the indices are equal.</param>
public readonly record struct SequencePairs(PackedSteps Queries, PackedSteps Keys, ReadOnlyMemory<int> KeySequences)
{
    private const int FewSequences = 512;

    /// <summary>Pairs for self-attention: each sequence attends to itself.</summary>
    public static SequencePairs Self(PackedSteps steps) => new(steps, steps, default);

    /// <summary>The number of weights of one head: Σ T_q T_k over the sequences.</summary>
    public long Weights
    {
        get
        {
            long weights = 0;
            for (int sequence = 0; sequence < Queries.Sequences; sequence++) weights += WeightsOf(sequence);
            return weights;
        }
    }

    /// <summary>The index of a query sequence's keys in the keys' batch.</summary>
    public int KeySequenceOf(int sequence) => KeySequences.IsEmpty ? sequence : KeySequences.Span[sequence];

    /// <summary>The number of weights of one sequence in one head: T_q T_k.</summary>
    public long WeightsOf(int sequence) => (long)Queries.Lengths[sequence] * Keys.Lengths[KeySequenceOf(sequence)];

    /// <summary>
    /// Writes the offset of each sequence's weights within one head, <c>[sequences]</c>. In the tensor of all heads the offset is this number times the number
    /// of heads.
    /// </summary>
    public void WriteWeightStarts(Span<int> starts)
    {
        int start = 0;
        for (int sequence = 0; sequence < Queries.Sequences; sequence++)
        {
            starts[sequence] = start;
            start += (int)WeightsOf(sequence);
        }
    }

    /// <summary>Checks that each pair names an existing sequence and, if a backward pass will follow, that no two pairs name the same one.</summary>
    /// <param name="learning">Whether a backward pass will follow.</param>
    /// <exception cref="ArgumentException">A pair names no sequence, or two pairs name the same one.</exception>
    public void RequireSequences(bool learning)
    {
        if (!KeySequences.IsEmpty && KeySequences.Length < Queries.Sequences)
            throw new ArgumentException($"{KeySequences.Length} key sequences for {Queries.Sequences} query sequences");
        Span<bool> taken = Keys.Sequences <= FewSequences ? stackalloc bool[FewSequences] : new bool[Keys.Sequences];
        taken.Clear();
        for (int sequence = 0; sequence < Queries.Sequences; sequence++)
        {
            int place = KeySequenceOf(sequence);
            if (place < 0 || place >= Keys.Sequences)
                throw new ArgumentException($"sequence {sequence} attends to sequence {place}, but there are {Keys.Sequences} sequences of keys");
            if (learning && taken[place])
                throw new ArgumentException($"two sequences attend to sequence {place}, which a backward pass does not support");
            taken[place] = true;
        }
    }
}
