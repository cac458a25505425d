using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Testing.Operations;

/// <summary>Attention and its gradients over random numbers, with dot product or additive scores.</summary>
/// <param name="pairs">The pairs of sequences.</param>
/// <param name="heads">The number of heads.</param>
/// <param name="keyWidth">The number of columns of a head's queries and keys.</param>
/// <param name="valueWidth">The number of columns of a head's values.</param>
/// <param name="additive">Whether scores are additive.</param>
/// <param name="units">The largest error, in roundings of 1.</param>
internal sealed class AttentionCase(SequencePairs pairs, int heads, int keyWidth, int valueWidth, bool additive, double units = 700)
    : OperationCase($"attention {heads}x{keyWidth}:{valueWidth}{(additive ? " additive" : "")}, {LengthsOf(pairs)}")
{
    /// <summary>A case of random sizes.</summary>
    public static AttentionCase Draw(PhiloxRandom random, bool additive) => new(
        AttentionBatch.DrawPairs(random), 1 + random.Next(4), 1 + random.Next(40), 1 + random.Next(40), additive, units: 3300);

    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        AttentionBatch batch = AttentionBatch.Draw<T>(random, pairs, heads, keyWidth, valueWidth);
        return Trial<T>(additive ? batch.Additive<T>(random) : batch, (name, values) => Expectation.Within(units * Rounding.Unit<T>(), name, values));
    }

    /// <summary>The results of a batch compared with <see cref="NaiveAttention"/>, each with its own bound.</summary>
    internal static Trial<T> Trial<T>(AttentionBatch batch, Func<string, double[,], Expectation> expect)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string[] names = ["weights", "outputs", "dQ", "dK", "dV", "dv"];
        return new Trial<T>(batch.Run, [.. NaiveAttention.Run(batch).Zip(names, (values, name) => expect(name, values))]);
    }

    private static string LengthsOf(SequencePairs pairs)
    {
        string queries = string.Join('-', pairs.Queries.Lengths.ToArray());
        return ReferenceEquals(pairs.Queries, pairs.Keys) ? queries : $"{queries} of {string.Join('-', pairs.Keys.Lengths.ToArray())}";
    }
}

/// <summary>Attention over given numbers.</summary>
internal sealed class GivenAttentionCase(string name, AttentionBatch batch, double units) : OperationCase($"attention {name}")
{
    private static readonly double[,] Query = { { 1, 0 } }, Keys = { { 2, 5 }, { 0, 7 } }, Values = { { 10 }, { 20 } };

    /// <summary>
    /// One query q = (1, 0), keys (2, 5) and (0, 7), scale 1/2: scores 1 and 0, weights e / (e + 1) = 0.7310586 and 0.2689414; values 10 and 20 give
    /// 12.689414.
    /// </summary>
    public static AttentionBatch TwoKeys { get; } =
        new(new SequencePairs(PackedBatch.Of(1), PackedBatch.Of(2), default), Heads: 1, Scale: 0.5, Query, Keys, Values, new double[1, 1]);

    /// <summary>
    /// The same with v = (1, 3) and scale 1: scores tanh 3 + 3 tanh 5 = 3.9947823 and tanh 1 + 3 tanh 7 = 3.7615892, which differ by 0.2331932, so the
    /// weights are 0.5580355 and 0.4419645; values 10 and 20 give 14.419645.
    /// </summary>
    public static AttentionBatch TwoKeysAdditive { get; } = TwoKeys with { Scale = 1, Scorer = Matrices.Row(1, 3) };

    /// <summary>Scores far outside the range of the exponential: each query reads only its own value, and the gradients of the scores are zero.</summary>
    public static AttentionBatch Far { get; } = OfTwo([1000, -1000]);

    /// <summary>Additive scores of saturated units: only the scorer has a gradient.</summary>
    public static AttentionBatch Saturated { get; } = OfTwo([1000, -500]) with { Scorer = Matrices.Row(2) };

    protected override Trial<T> Draw<T>(PhiloxRandom random) =>
        AttentionCase.Trial<T>(batch, (name, values) => Expectation.Near(units * Rounding.Unit<T>(), name, values));

    private static AttentionBatch OfTwo(double[] keys)
    {
        double[,] far = { { keys[0] }, { keys[1] } }, values = { { 3 }, { 4 } };
        return new AttentionBatch(SequencePairs.Self(PackedBatch.Of(2)), Heads: 1, Scale: 1, far, far, values, values);
    }
}
