using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Attention;

/// <summary>
/// Which sequence of keys each sequence of queries attends to. A target sentence attends to its source, which lies at another place of another packed
/// batch; in self-attention both are the same. A query has a weight for every key of its own sequence and for no other: the weights of all heads lie one
/// sequence of queries after the other, each <c>[heads, T_q, T_k]</c>.
/// </summary>
/// <param name="Queries">The packed batch of the queries.</param>
/// <param name="Keys">The packed batch of the keys and values.</param>
/// <param name="KeySequences">For each sequence of queries the place of its keys among their batch's sequences; empty where the places are the same.</param>
public readonly record struct SequencePairs(PackedSteps Queries, PackedSteps Keys, ReadOnlyMemory<int> KeySequences)
{
    private const int FewSequences = 512;

    /// <summary>The pairs of self-attention: each sequence with itself.</summary>
    public static SequencePairs Self(PackedSteps steps) => new(steps, steps, default);

    /// <summary>How many weights a head has: Σ T_q T_k over the sequences.</summary>
    public long Weights
    {
        get
        {
            long weights = 0;
            for (int sequence = 0; sequence < Queries.Sequences; sequence++) weights += WeightsOf(sequence);
            return weights;
        }
    }

    /// <summary>The place of a sequence's keys among their batch's sequences.</summary>
    public int KeySequenceOf(int sequence) => KeySequences.IsEmpty ? sequence : KeySequences.Span[sequence];

    /// <summary>How many weights a sequence of queries has in a head: T_q T_k.</summary>
    public long WeightsOf(int sequence) => (long)Queries.Lengths[sequence] * Keys.Lengths[KeySequenceOf(sequence)];

    /// <summary>
    /// Writes where each sequence's weights begin in a head <c>[sequences]</c>; with several heads, that times their number. All of them lie in one tensor.
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

    /// <summary>Refuses pairs that name a sequence which is not there and, where gradients are to be summed, one that is named twice.</summary>
    /// <param name="learning">Whether there will be a backward pass.</param>
    /// <exception cref="ArgumentException">They do.</exception>
    public void RequireSequences(bool learning)
    {
        if (!KeySequences.IsEmpty && KeySequences.Length < Queries.Sequences)
            throw new ArgumentException($"{KeySequences.Length} places of keys for {Queries.Sequences} sequences of queries");
        Span<bool> taken = Keys.Sequences <= FewSequences ? stackalloc bool[FewSequences] : new bool[Keys.Sequences];
        taken.Clear();
        for (int sequence = 0; sequence < Queries.Sequences; sequence++)
        {
            int place = KeySequenceOf(sequence);
            if (place < 0 || place >= Keys.Sequences)
                throw new ArgumentException($"sequence {sequence} attends to sequence {place} of {Keys.Sequences}");
            if (learning && taken[place])
                throw new ArgumentException($"two sequences learn from attending to sequence {place}");
            taken[place] = true;
        }
    }
}
