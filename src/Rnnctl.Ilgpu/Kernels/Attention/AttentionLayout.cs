using ILGPU;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>The layout of sequences, rows and weights. The host collects it in one array, so that one upload copies it to the device.</summary>
internal sealed class AttentionLayout
{
    private int[] _numbers = [];
    private int _used;

    /// <summary>The array.</summary>
    public ReadOnlySpan<int> Numbers => _numbers.AsSpan(0, _used);

    /// <summary>Collects the layout of other pairs. It allocates only if there are more than before.</summary>
    public void Assign(SequencePairs pairs)
    {
        int length = LengthOf(pairs.Queries) + LengthOf(pairs.Keys) + pairs.Queries.Sequences;
        if (_numbers.Length < length) _numbers = new int[2 * length];
        _used = 0;
        Span<int> keySequences = AddRows(pairs.Queries), querySequences = AddRows(pairs.Keys);
        querySequences.Fill(-1);
        for (int sequence = 0; sequence < keySequences.Length; sequence++)
        {
            keySequences[sequence] = pairs.KeySequenceOf(sequence);
            querySequences[keySequences[sequence]] = sequence;
        }

        pairs.WriteWeightStarts(Next(pairs.Queries.Sequences));
    }

    /// <summary>Splits the uploaded array: the queries' rows, the keys' rows, and the offsets of the weights.</summary>
    public static (SequenceView Queries, SequenceView Keys, ArrayView<int> WeightStarts) Split(SequencePairs pairs, ArrayView<int> numbers)
    {
        int queries = LengthOf(pairs.Queries), keys = LengthOf(pairs.Keys);
        return (View(pairs.Queries, numbers), View(pairs.Keys, numbers.SubView(queries, keys)), numbers.SubView(queries + keys, pairs.Queries.Sequences));
    }

    private static int LengthOf(PackedSteps steps) => steps.Offsets.Length + steps.Tokens + (2 * steps.Sequences);

    private static SequenceView View(PackedSteps steps, ArrayView<int> numbers)
    {
        int offsets = steps.Offsets.Length, lengths = offsets + steps.Tokens;
        return new SequenceView
        {
            Offsets = numbers.SubView(0, offsets),
            Steps = numbers.SubView(offsets, steps.Tokens),
            Lengths = numbers.SubView(lengths, steps.Sequences),
            Partners = numbers.SubView(lengths + steps.Sequences, steps.Sequences),
        };
    }

    /// <summary>Adds a batch's offsets, the steps of its rows and its lengths; returns the part for the sequences' partners.</summary>
    private Span<int> AddRows(PackedSteps steps)
    {
        steps.Offsets.CopyTo(Next(steps.Offsets.Length));
        for (int step = 0; step < steps.Steps; step++) Next(steps.Alive(step)).Fill(step);
        steps.Lengths.CopyTo(Next(steps.Sequences));
        return Next(steps.Sequences);
    }

    private Span<int> Next(int length)
    {
        _used += length;
        return _numbers.AsSpan(_used - length, length);
    }
}
