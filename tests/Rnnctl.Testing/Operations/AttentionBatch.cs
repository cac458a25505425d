using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Testing.Operations;

/// <summary>Random queries, keys and values of several sequences, for a device and for <see cref="NaiveAttention"/>.</summary>
internal sealed record AttentionBatch(
    SequencePairs Pairs, int Heads, double Scale, double[,] Queries, double[,] Keys, double[,] Values, double[,] OutputGradient)
{
    /// <summary>v of additive scores; null for dot products.</summary>
    public double[,]? Scorer { get; init; }

    /// <summary>The same with additive scores.</summary>
    public AttentionBatch Additive<T>(PhiloxRandom random)
        where T : unmanaged, IFloatingPointIeee754<T> => this with { Scorer = Matrices.Random<T>(random, 1, Keys.GetLength(1)) };

    /// <summary>Sequences of queries, and sequences of keys with the given pairing.</summary>
    public static AttentionBatch Draw<T>(PhiloxRandom random, SequencePairs pairs, int heads, int keyWidth, int valueWidth)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int queries = pairs.Queries.Tokens, keys = pairs.Keys.Tokens;
        return new AttentionBatch(
            pairs,
            heads,
            Scale: 0.75,
            Matrices.Random<T>(random, queries, heads * keyWidth),
            Matrices.Random<T>(random, keys, heads * keyWidth),
            Matrices.Random<T>(random, keys, heads * valueWidth),
            Matrices.Random<T>(random, queries, heads * valueWidth));
    }

    /// <summary>Pairs with random lengths and a random pairing.</summary>
    public static SequencePairs DrawPairs(PhiloxRandom random)
    {
        int queries = 1 + random.Next(6), keys = queries + random.Next(3);
        int[] places = [.. Enumerable.Range(0, keys)];
        random.Shuffle(places);
        return new SequencePairs(PackedBatch.Of(DrawLengths(random, queries)), PackedBatch.Of(DrawLengths(random, keys)), places.AsMemory(0, queries));
    }

    /// <summary>Runs forward and backward on a device: A, O, dQ, dK, dV and, for additive scores, dv.</summary>
    public double[][,] Run<T>(Workspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        PlacedMatrix<T> weights = workspace.Place(1, (int)(Heads * Pairs.Weights), margin: 2);
        PlacedMatrix<T> outputs = workspace.Place(OutputGradient.GetLength(0), OutputGradient.GetLength(1), margin: 2);
        PlacedMatrix<T>[] gradients = [.. ((double[][,])[Queries, Keys, Values]).Select(values => workspace.PlaceGradient(values, margin: 1))];
        if (Scorer is not null) gradients = [.. gradients, workspace.PlaceGradient(Scorer, margin: 3)];
        var attention = new PackedAttention<T>(
            Pairs, Heads, Scale, workspace.Place(Queries, margin: 1), workspace.Place(Keys, margin: 2), workspace.Place(Values, margin: 3));
        if (Scorer is not null) attention = attention with { Scorer = workspace.Place(Scorer, margin: 1) };
        PackedAttention<T> gradient = attention with { Queries = gradients[0], Keys = gradients[1], Values = gradients[2] };
        if (Scorer is not null) gradient = gradient with { Scorer = gradients[3] };
        workspace.Backend.AttentionForward(attention, weights, outputs);
        workspace.Backend.AttentionBackward(attention, weights, workspace.Place(OutputGradient, margin: 1), gradient);
        return [weights.Read(), outputs.Read(), .. gradients.Select(one => one.ReadGradient())];
    }

    private static int[] DrawLengths(PhiloxRandom random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => 1 + random.Next(20)).OrderDescending()];
}
