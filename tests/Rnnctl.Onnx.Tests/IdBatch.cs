using Rnnctl.Compute.Tensors;

namespace Rnnctl.Onnx.Tests;

/// <summary>Sequences of ids: padded, as ONNX reads them, and packed, as this project does.</summary>
internal sealed class IdBatch
{
    // What stands beyond a sequence's end must not matter; it is a valid id, since every id is looked up.
    private const int Padding = 1;

    private readonly int[][] _sequences;
    private readonly int[] _placeOf;

    public IdBatch(params int[][] sequences)
    {
        _sequences = sequences;
        Order = [.. Enumerable.Range(0, sequences.Length).OrderByDescending(sequence => sequences[sequence].Length)];
        _placeOf = new int[sequences.Length];
        for (int place = 0; place < Order.Length; place++) _placeOf[Order[place]] = place;
        Steps.Assign([.. Order.Select(sequence => sequences[sequence].Length)]);
        Packed = Pack(sequences);
    }

    /// <summary>For each place in the packed batch the number of the sequence.</summary>
    public int[] Order { get; }

    public PackedSteps Steps { get; } = new();

    public int[] Packed { get; }

    public int Count => _sequences.Length;

    public int Longest => Steps.Steps;

    /// <summary>The lengths, <c>[B]</c>.</summary>
    public OnnxTensor Lengths => OnnxTensor.Of([Count], [.. _sequences.Select(sequence => (long)sequence.Length)]);

    /// <summary>The ids, <c>[B, T]</c>.</summary>
    public OnnxTensor Padded => Pad(_sequences);

    public int LengthOf(int sequence) => _sequences[sequence].Length;

    public int[] this[int sequence] => _sequences[sequence];

    public int PlaceOf(int sequence) => _placeOf[sequence];

    /// <summary>The row of a step of a sequence in the packed batch.</summary>
    public int RowOf(int sequence, int step) => Steps.Offset(step) + _placeOf[sequence];

    /// <summary>Other values of the same places, packed.</summary>
    public T[] Pack<T>(IReadOnlyList<T[]> values)
    {
        var packed = new T[Steps.Tokens];
        for (int sequence = 0; sequence < values.Count; sequence++)
        {
            for (int step = 0; step < values[sequence].Length; step++) packed[RowOf(sequence, step)] = values[sequence][step];
        }

        return packed;
    }

    /// <summary>Other ids of the same places, padded.</summary>
    public OnnxTensor Pad(IReadOnlyList<int[]> ids)
    {
        long[] padded = [.. Enumerable.Repeat((long)Padding, Count * Longest)];
        for (int sequence = 0; sequence < ids.Count; sequence++)
        {
            for (int step = 0; step < ids[sequence].Length; step++) padded[(sequence * Longest) + step] = ids[sequence][step];
        }

        return OnnxTensor.Of([Count, Longest], padded);
    }

    /// <summary>Random sequences of some lengths.</summary>
    public static IdBatch Random(Random random, int symbols, params int[] lengths) =>
        new([.. lengths.Select(length => RandomIds(random, symbols, length))]);

    public static int[] RandomIds(Random random, int symbols, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(symbols))];
}
