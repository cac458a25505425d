using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Compute.Tests.Cpu;

/// <summary>The operations at every width, in single and in double precision.</summary>
public sealed class OperationTests(OpenCpuDevices devices) : IClassFixture<OpenCpuDevices>
{
    private static readonly Dictionary<string, OperationCase> All =
        OperationCases.All.Concat(LargerCases(new PhiloxRandom(20, 0))).ToDictionary(one => one.Name);

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operation_agrees_with_its_definition_and_every_number_of_threads_gives_the_same_bits(string operation)
    {
        Check<float>(All[operation]);
        Check<double>(All[operation]);
    }

    [Fact]
    public void Many_more_threads_than_processors_give_the_same_bits()
    {
        var random = new PhiloxRandom(55, 0);
        ChainBatch chain = ChainBatch.Draw<float>(random, labels: 21, [.. Enumerable.Range(1, 40).Reverse()], scale: 2);
        SequencePairs pairs = SequencePairs.Self(PackedBatch.Of(33, 20, 20, 7, 2, 1));
        AttentionBatch attention = AttentionBatch.Draw<float>(random, pairs, heads: 3, keyWidth: 21, valueWidth: 17);
        Func<Workspace<float>, double[][,]>[] runs = [chain.Run, attention.Run, attention.Additive<float>(random).Run];
        foreach (Func<Workspace<float>, double[][,]> run in runs)
        {
            double[][,] expected = RunWith(threads: 1, run);
            foreach (int threads in (int[])[2, 3, 20]) Assert.Equal(expected, RunWith(threads, run));
        }
    }

    [Fact]
    public void The_names_of_cases_differ_in_a_test_report()
    {
        const int Shown = 50;
        Assert.Empty(All.Keys.GroupBy(name => name[..Math.Min(Shown, name.Length)]).Where(same => same.Count() > 1).SelectMany(same => same));
    }

    /// <summary>Cases that are too slow for an emulated device: products larger than a block, and attention over many keys.</summary>
    private static IEnumerable<OperationCase> LargerCases(PhiloxRandom random)
    {
        (int, int, int)[] products = [(5, 613, 11), (37, 5, 131), (131, 3, 17), (139, 607, 23), (263, 11, 3), (9, 40, 301), (1, 300, 150)];
        foreach ((int m, int k, int n) in products)
            yield return new ProductCase(m, k, n, margin: 2);
        for (int i = 0; i < 8; i++) yield return new ProductCase(random.Next(1, 60), random.Next(1, 90), random.Next(1, 60), margin: 2);
        for (int i = 0; i < 24; i++) yield return AttentionCase.Draw(random, additive: i % 2 > 0);
        yield return new AttentionCase(SequencePairs.Self(PackedBatch.Of(290, 1)), heads: 1, keyWidth: 300, valueWidth: 3, additive: false, units: 80_000);
    }

    private static double[][,] RunWith(int threads, Func<Workspace<float>, double[][,]> run)
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads);
        using var workspace = new Workspace<float>(backend);
        return run(workspace);
    }

    private void Check<T>(OperationCase one)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Trial<T> trial = one.Draw<T>();
        double[][,] results = [];
        foreach (Backend<T> backend in devices.Of<T>())
        {
            if (backend.Threads == 1) results = trial.AssertAgrees(backend);
            else trial.AssertRepeats(backend, results);
        }
    }
}
