using System.Numerics;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Testing.Operations;

/// <summary>The algorithms of linear chains over random scores up to a scale.</summary>
internal sealed class ChainCase(int labels, double scale, params int[] lengths)
    : OperationCase($"chain of {labels} labels, scale {scale}, {string.Join('-', lengths)}")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        ChainBatch batch = ChainBatch.Draw<T>(random, labels, lengths, scale);

        // The weights of a step are at most a few times the scale, and their rounding error is relative to that.
        double bound = 27 * Math.Max(scale, 3) * ((labels * lengths[0]) + 4) * Rounding.Unit<T>();
        return Trial<T>(batch, (name, values) => Expectation.Within(bound, name, values));
    }

    /// <summary>The results of a batch compared with <see cref="EnumeratedChain"/>; each number has its own bound.</summary>
    internal static Trial<T> Trial<T>(ChainBatch batch, Func<string, double[,], Expectation> expect)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string[] names = ["log Z", "emissions", "transitions", "start", "end"];
        double[][,] results = EnumeratedChain.Run(batch);
        IEnumerable<Expectation> numbers = results.Zip([.. names, .. names.Select(name => $"{name} with ids")], (values, name) => expect(name, values));
        return new Trial<T>(batch.Run, [.. numbers, Expectation.Exact("best labels", results[^1])]);
    }
}

/// <summary>Chains of given scores.</summary>
internal sealed class GivenChainCase(string name, ChainBatch batch, double units) : OperationCase($"chain {name}")
{
    private const double Never = double.NegativeInfinity;

    /// <summary>
    /// Two labels and two tokens. The four labellings score, as start + emission + transition + emission + end:
    /// 00: 0 + 1 + 0.2 + 0.5 + 0.5 = 2.2;    01: 0 + 1 - 0.3 - 1 + 0 = -0.3;
    /// 10: 1 + 2 + 0.7 + 0.5 + 0.5 = 4.7;    11: 1 + 2 + 0 - 1 + 0 = 2.
    /// exp: 9.025013, 0.740818, 109.947172, 7.389056; Z = 127.102060, log Z = 4.844990.
    /// P(first = 0) = (9.025013 + 0.740818) / Z = 0.076835; P(last = 0) = (9.025013 + 109.947172) / Z = 0.936037.
    /// </summary>
    public static ChainBatch WorkedByHand { get; } = new(
        PackedBatch.Of(2), new[,] { { 1, 2 }, { 0.5, -1 } }, new[,] { { 0.2, -0.3 }, { 0.7, 0 } }, Matrices.Row(0, 1), Matrices.Row(0.5, 0), [-1, -1]);

    /// <summary>Label 2 is only allowed at the first token, label 1 nowhere; all emissions favour 1 and 2.</summary>
    public static ChainBatch Forbidding { get; } = new(
        PackedBatch.Of(4, 2, 1),
        Matrices.Of(7, 3, (_, label) => label switch { 0 => 0, 1 => 50, _ => 40 }),
        new[,] { { 0, Never, Never }, { 0, 0, Never }, { 0, Never, Never } },
        Matrices.Row(0, Never, 0),
        Matrices.Row(0, 0, 0),
        [-1, -1, -1, -1, -1, -1, -1]);

    /// <summary>Keeping the label costs nothing and a change costs 1000; the emissions gain 2000 by the change.</summary>
    public static ChainBatch Far { get; } = new(
        PackedBatch.Of(2),
        new double[,] { { 2000, 0 }, { 0, 2000 } },
        new double[,] { { 0, -1000 }, { -1000, 0 } },
        new double[1, 2],
        new double[1, 2],
        [0, 0]);

    /// <summary>If all labellings are equally good, the first one is the best.</summary>
    public static ChainBatch Equal { get; } =
        new(PackedBatch.Of(2), Matrices.Of(2, 3, (_, _) => 1), new double[3, 3], new double[1, 3], new double[1, 3], [-1, -1]);

    protected override Trial<T> Draw<T>(PhiloxRandom random) =>
        ChainCase.Trial<T>(batch, (name, values) => Expectation.Near(units * Rounding.Unit<T>(), name, values));
}
