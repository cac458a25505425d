using Rnnctl.Compute.Attention;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>The pieces of attention over a batch, for the CPU's threads.</summary>
internal readonly unsafe struct AttentionPieces
{
    private readonly int* _queryLengths, _keyLengths, _keySequences, _weightStarts;
    private readonly int _heads;

    /// <summary>Divides a batch into pieces.</summary>
    /// <param name="pairs">The pairs of sequences.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="queryLengths">The lengths of the queries' sequences, pinned.</param>
    /// <param name="keyLengths">The lengths of the keys' sequences, pinned.</param>
    /// <param name="keySequences">The indices of the keys' sequences, pinned; null if they equal those of the queries.</param>
    /// <param name="weightStarts">Working memory, <c>[sequences]</c>.</param>
    public AttentionPieces(SequencePairs pairs, int heads, int* queryLengths, int* keyLengths, int* keySequences, int* weightStarts)
    {
        _queryLengths = queryLengths;
        _keyLengths = keyLengths;
        _keySequences = keySequences;
        _weightStarts = weightStarts;
        _heads = heads;
        Count = pairs.Queries.Sequences * heads;
        pairs.WriteWeightStarts(new Span<int>(weightStarts, pairs.Queries.Sequences));
    }

    /// <summary>The number of pieces.</summary>
    public int Count { get; }

    /// <summary>The piece with an index.</summary>
    public AttentionPiece this[int piece]
    {
        get
        {
            (int sequence, int head) = Math.DivRem(piece, _heads);
            int keySequence = _keySequences == null ? sequence : _keySequences[sequence];
            int queries = _queryLengths[sequence], keys = _keyLengths[keySequence];
            nint first = ((nint)_weightStarts[sequence] * _heads) + ((nint)head * queries * keys);
            return new AttentionPiece(head, sequence, queries, keySequence, keys, first);
        }
    }
}
