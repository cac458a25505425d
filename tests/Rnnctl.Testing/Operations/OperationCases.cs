using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Testing.Operations;

/// <summary>The cases for every backend, on every device and at every register width.</summary>
internal static class OperationCases
{
    private static readonly double[] Scales = [1, 30, 1e4];
    private static readonly bool[] Both = [false, true];

    // Output layers do more work per row than other operations: fewer shapes.
    private static readonly MatrixShape[] OutputShapes =
        [new(1, 1), new(5, 7, 2), new(9, 16), new(4, 131, 3), new(3, 1025), new(2, 64, 1), new(33, 3)];

    /// <summary>All cases.</summary>
    public static IReadOnlyList<OperationCase> All { get; } =
        [.. Elementwise(), .. Rows(), .. Outputs(), .. Products(new PhiloxRandom(71, 0)), .. Sequences(new PhiloxRandom(72, 0)), .. Chains()];

    private static readonly Dictionary<string, OperationCase> ByName = All.ToDictionary(one => one.Name);

    /// <summary>The names of all cases.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The case with a name.</summary>
    public static OperationCase Find(string name) => ByName[name];

    private static IEnumerable<OperationCase> Elementwise()
    {
        foreach (MatrixShape shape in MatrixShape.All)
        {
            yield return new TransferCase(shape);
            yield return new FillCase(shape);
            yield return new MapCase(shape);
            yield return new AddScaledCase(shape);
        }

        foreach (int count in (int[])[1, 13, 1024, 4099]) yield return new UpdateCase(count);
        foreach ((int count, int columns) in ((int, int)[])[(1, 1), (5, 1), (3, 7), (7, 100), (17, 33)]) yield return new UpdateRowsCase(count, columns);
        foreach (MatrixShape shape in MatrixShape.All.Select(shape => shape with { Margin = 0 }).Append(new(7, 300)).Append(new(2, 256)).Distinct())
        {
            foreach (double keep in (double[])[1, 0.7, 0.5, 0.01]) yield return new DropoutMaskCase(shape, keep);
        }
    }

    private static IEnumerable<OperationCase> Rows()
    {
        foreach (MatrixShape shape in MatrixShape.All)
        {
            yield return new SumCase(shape);
            yield return new BroadcastRowCase(shape);
            yield return new ColumnSumsCase(shape);
        }

        foreach (MatrixShape shape in (MatrixShape[])[new(2, 4096), new(3, 4099, 2), new(1, 20_000), new(5, 9001)]) yield return new SumCase(shape);
        yield return new LargeSquaresCase();
        yield return new NotANumberCase();
        foreach (MatrixShape shape in MatrixShape.NotEmpty)
        {
            yield return new GatherRowsCase(shape);
            yield return new ScatterAddRowsCase(shape);
            yield return new LayerNormCase(shape);
            yield return new ArgMaxCase(shape);
        }

        yield return new EqualRowCase();
        yield return new NoRowsCase();
    }

    private static IEnumerable<OperationCase> Outputs()
    {
        foreach (MatrixShape shape in MatrixShape.NotEmpty)
        {
            foreach (double scale in Scales) yield return new SoftmaxCase(shape, scale);
            yield return new SoftmaxGradientCase(shape);
            yield return new CrossEntropyGradientCase(shape, weighted: false);
            yield return new CrossEntropyGradientCase(shape, weighted: true);
        }

        yield return new FarLogitsCase(inPlace: false);
        yield return new FarLogitsCase(inPlace: true);
        foreach (MatrixShape shape in OutputShapes)
        {
            foreach (double scale in Scales)
            {
                foreach (double smoothing in (double[])[0, 0.1, 0.7]) yield return new SmoothedCrossEntropyCase(shape, scale, smoothing);
            }

            foreach (double scale in Scales) yield return new SoftCrossEntropyCase(shape, scale);
            foreach (int count in ((int[])[1, 2, 6, 64, Math.Min(shape.Columns, 131)]).Where(count => count <= shape.Columns).Distinct())
                yield return new BestClassesCase(shape, count);
        }

        yield return new BestClassesCase(new(1, 1025), 1025);
        yield return new ImpossibleClassCase();
    }

    private static IEnumerable<OperationCase> Products(PhiloxRandom random)
    {
        (int M, int K, int N)[] shapes =
        [
            (1, 1, 1), (1, 7, 1), (2, 3, 5), (7, 1, 5), (1, 5, 67), (3, 257, 2), (4, 8, 16), (8, 16, 32), (9, 17, 33), (13, 31, 19),
        ];
        foreach ((int m, int k, int n) in shapes) yield return new ProductCase(m, k, n, margin: 2);
        yield return new ProductCase(1, 1, 1, margin: 0);
        yield return new ProductCase(1, 5, 9, margin: 1);
        yield return new ProductCase(9, 5, 1, margin: 1);
        yield return new ProductCase(5, 1, 7, margin: 2);
        yield return new ProductCase(3, 0, 4, margin: 0);
        yield return new ProductCase(2, 0, 2, margin: 1);
        yield return new ProductCase(0, 3, 4, margin: 0);
        yield return new ProductCase(4, 3, 0, margin: 0);
        yield return new ProductCase(13, 17, 11, margin: 0);
        for (int i = 0; i < 12; i++) yield return new ProductCase(1 + random.Next(20), random.Next(20), 1 + random.Next(20), random.Next(3));
    }

    private static IEnumerable<OperationCase> Sequences(PhiloxRandom random)
    {
        for (int i = 0; i < 10; i++) yield return MaxOverTimeCase.Draw(random);
        yield return new MaxOverTimeCase(3);

        SequencePairs one = SequencePairs.Self(PackedBatch.Of(1)), self = SequencePairs.Self(PackedBatch.Of(6, 4, 4, 1));
        SequencePairs first = AttentionBatch.DrawPairs(random), second = AttentionBatch.DrawPairs(random);

        // Few queries and many keys, as in a step of a decoder.
        var step = new SequencePairs(PackedBatch.Of(4, 2, 1), PackedBatch.Of(90, 17, 3, 1), (int[])[1, 0, 2]);
        foreach (bool additive in Both)
        {
            yield return new AttentionCase(one, heads: 1, keyWidth: 3, valueWidth: 3, additive);
            yield return new AttentionCase(self, heads: 2, keyWidth: 5, valueWidth: 2, additive);
            yield return new AttentionCase(first, heads: 3, keyWidth: 2, valueWidth: 4, additive);
            yield return new AttentionCase(second, heads: 1, keyWidth: 7, valueWidth: 1, additive);
        }

        // Widths of a head from one number to several registers and a partial one.
        foreach (int width in (int[])[1, 7, 64, 203]) yield return new AttentionCase(step, heads: 2, width, width + 2, additive: false, units: 3300);
        yield return new GivenAttentionCase("worked by hand", GivenAttentionCase.TwoKeys, units: 8);
        yield return new GivenAttentionCase("worked by hand, additive", GivenAttentionCase.TwoKeysAdditive, units: 8);
        yield return new GivenAttentionCase("of far scores", GivenAttentionCase.Far, units: 0);
        yield return new GivenAttentionCase("of saturated units", GivenAttentionCase.Saturated, units: 8);
    }

    private static IEnumerable<OperationCase> Chains()
    {
        foreach (double scale in (double[])[1, 3, 8])
        {
            yield return new ChainCase(1, scale, 3, 1);
            yield return new ChainCase(2, scale, 5, 5, 2, 1);
            yield return new ChainCase(3, scale, 6, 4, 4, 3, 1);
            yield return new ChainCase(4, scale, 4, 2, 1);
            yield return new ChainCase(9, scale, 3, 3, 2);
            yield return new ChainCase(19, scale, 2, 2, 1, 1);
        }

        yield return new ChainCase(19, scale: 3, 5, 3, 3, 1);
        yield return new GivenChainCase("worked by hand", GivenChainCase.WorkedByHand, units: 64);
        yield return new GivenChainCase("that forbids labels", GivenChainCase.Forbidding, units: 28);
        yield return new GivenChainCase("of far scores", GivenChainCase.Far, units: 0);
        yield return new GivenChainCase("of equal scores", GivenChainCase.Equal, units: 28);
    }
}
