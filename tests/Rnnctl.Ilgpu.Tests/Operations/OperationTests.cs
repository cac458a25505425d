using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Backends;

namespace Rnnctl.Ilgpu.Tests.Operations;

/// <summary>The operations on every device, in single and in double precision.</summary>
public sealed class OperationTests : DeviceTest
{
    private static readonly Dictionary<string, OperationCase> All =
        OperationCases.All.ToDictionary(one => one.Name);

    public static TheoryData<string, string> Cases => Devices.WithGroups(All.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_operation_agrees_with_its_definition(string device, string operation)
    {
        All[operation].Draw<float>().AssertAgrees(Open<float>(device));
        All[operation].Draw<double>().AssertAgrees(Open<double>(device));
    }

    /// <remarks>No sum depends on the order in which threads run.</remarks>
    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Two_runs_give_the_same_bits(string device)
    {
        var shape = new MatrixShape(60, 70, 1);
        SequencePairs pairs = SequencePairs.Self(PackedBatch.Of(12, 5, 3));
        OperationCase[] all =
        [
            new SumCase(shape), new ColumnSumsCase(shape), new ScatterAddRowsCase(shape), new SoftmaxCase(shape, scale: 9), new SoftmaxGradientCase(shape),
            new LayerNormCase(shape), new SmoothedCrossEntropyCase(shape, scale: 9, smoothing: 0.1), new ProductCase(70, 60, 70, margin: 1),
            new ChainCase(labels: 3, scale: 3, 6, 4, 4, 1), new AttentionCase(pairs, heads: 2, keyWidth: 6, valueWidth: 6, additive: false),
            new AttentionCase(pairs, heads: 2, keyWidth: 6, valueWidth: 6, additive: true),
        ];
        foreach (OperationCase one in all)
        {
            Check<float>(device, one);
            Check<double>(device, one);
        }
    }

    private static void Check<T>(string device, OperationCase one)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Trial<T> trial = one.Draw<T>();
        Backend<T> backend = Open<T>(device);
        trial.AssertRepeats(backend, trial.AssertAgrees(backend));
    }
}
