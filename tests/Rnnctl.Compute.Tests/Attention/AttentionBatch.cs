using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Compute.Tests.Cpu;

namespace Rnnctl.Compute.Tests.Attention;

/// <summary>Random queries, keys and values of several sequences, for a device and for <see cref="NaiveAttention"/>.</summary>
internal sealed record AttentionBatch(
    SequencePairs Pairs, int Heads, double Scale, double[,] Queries, double[,] Keys, double[,] Values, double[,] OutputGradient)
{
    // Gradients are added to what is there.
    private const double GradientBefore = 0.5;

    /// <summary>v of additive scores; null for dot products.</summary>
    public double[,]? Scorer { get; init; }

    /// <summary>The same with additive scores.</summary>
    public AttentionBatch Additive<T>(PhiloxRandom random)
        where T : unmanaged, IFloatingPointIeee754<T> => this with { Scorer = CpuDevices.RandomMatrix<T>(random, 1, Keys.GetLength(1)) };

    /// <summary>Sequences that attend to themselves.</summary>
    public static AttentionBatch Draw<T>(PhiloxRandom random, int heads, int keyWidth, int valueWidth, params int[] lengths)
        where T : unmanaged, IFloatingPointIeee754<T> => Draw<T>(random, SequencePairs.Self(Packed(lengths)), heads, keyWidth, valueWidth);

    /// <summary>Sequences of queries and, at the places given, of keys.</summary>
    public static AttentionBatch Draw<T>(PhiloxRandom random, SequencePairs pairs, int heads, int keyWidth, int valueWidth)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int queries = pairs.Queries.Tokens, keys = pairs.Keys.Tokens;
        return new AttentionBatch(
            pairs,
            heads,
            Scale: 0.75,
            CpuDevices.RandomMatrix<T>(random, queries, heads * keyWidth),
            CpuDevices.RandomMatrix<T>(random, keys, heads * keyWidth),
            CpuDevices.RandomMatrix<T>(random, keys, heads * valueWidth),
            CpuDevices.RandomMatrix<T>(random, queries, heads * valueWidth));
    }

    /// <summary>A packed batch of sequences of such lengths.</summary>
    public static PackedSteps Packed(params ReadOnlySpan<int> lengths)
    {
        var steps = new PackedSteps();
        steps.Assign(lengths);
        return steps;
    }

    /// <summary>Pairs of random lengths, at random places.</summary>
    public static SequencePairs DrawPairs(PhiloxRandom random)
    {
        int queries = 1 + random.Next(6), keys = queries + random.Next(3);
        int[] places = [.. Enumerable.Range(0, keys)];
        random.Shuffle(places);
        return new SequencePairs(Packed(DrawLengths(random, queries)), Packed(DrawLengths(random, keys)), places.AsMemory(0, queries));
    }

    /// <summary>Runs forward and backward on a device: A, O, dQ, dK, dV and any dv, all but the first two without what was there before.</summary>
    public double[][,] Run<T>(Backend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var workspace = new Workspace<T>(backend);
        PlacedMatrix<T> weights = workspace.PlaceRow(new double[Heads * Pairs.Weights], margin: 2);
        PlacedMatrix<T> outputs = workspace.Place(new double[OutputGradient.GetLength(0), OutputGradient.GetLength(1)], margin: 2);
        PlacedMatrix<T>[] gradients = [.. ((double[][,])[Queries, Keys, Values]).Select(values => workspace.Place(Before(values), margin: 1))];
        if (Scorer is not null) gradients = [.. gradients, workspace.Place(Before(Scorer), margin: 3)];
        var attention = new PackedAttention<T>(
            Pairs, Heads, Scale, workspace.Place(Queries, 1).Tensor, workspace.Place(Keys, 2).Tensor, workspace.Place(Values, 3).Tensor);
        if (Scorer is not null) attention = attention with { Scorer = workspace.Place(Scorer, 1).Tensor };
        backend.AttentionForward(attention, weights.Tensor, outputs.Tensor);
        PackedAttention<T> gradient = attention with { Queries = gradients[0].Tensor, Keys = gradients[1].Tensor, Values = gradients[2].Tensor };
        if (Scorer is not null) gradient = gradient with { Scorer = gradients[3].Tensor };
        backend.AttentionBackward(attention, weights.Tensor, workspace.Place(OutputGradient, 1).Tensor, gradient);
        return [weights.Read(), outputs.Read(), .. gradients.Select(one => WithoutBefore(one.Read()))];
    }

    /// <summary>Asserts that two devices' results, or one's and the reference's, are equal but for rounding.</summary>
    public static void AssertClose(double[][,] expected, double[][,] actual, double bound)
    {
        string[] names = ["weights", "outputs", "dQ", "dK", "dV", "dv"];
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) CpuDevices.AssertClose(expected[i], actual[i], (_, _) => bound, names[i]);
    }

    private static int[] DrawLengths(PhiloxRandom random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => 1 + random.Next(20)).OrderDescending()];

    private static double[,] Before(double[,] like) => CpuDevices.Matrix(like.GetLength(0), like.GetLength(1), (_, _) => GradientBefore);

    private static double[,] WithoutBefore(double[,] gradient) =>
        CpuDevices.Matrix(gradient.GetLength(0), gradient.GetLength(1), (row, column) => gradient[row, column] - GradientBefore);
}
