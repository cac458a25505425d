using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Ilgpu.Tests.Recurrence;

/// <summary>Fused layers compared with the CPU backend. The tests of Rnnctl.Compute check the CPU's gradients under truncation.</summary>
public sealed class RecurrentPassTests : DeviceTest
{
    // One unit; fewer units than a group; more units per step than one sweep of the emulated grid.
    private static readonly int[] HiddenSizes = [1, 3, 37];

    private static readonly LayerVariant[] Additions =
    [
        LayerVariant.Plain with { LayerNorm = true },
        LayerVariant.Plain with { Zoneout = 0.4 },
        LayerVariant.Plain with { LayerNorm = true, RecurrentDropout = 0.4 },
        LayerVariant.Plain with { LayerNorm = true, RecurrentDropout = 0.4, Zoneout = 0.4 },
    ];

    public static TheoryData<string, string> CellsWithAdditions =>
        Devices.With(CellCatalog.Variants.Where(HasOwnLoop).Select(cell => cell.Title));

    public static TheoryData<string, string> Cells => Devices.With(CellCatalog.Variants.Where(cell => cell.IsFused).Select(cell => cell.Title));

    [Theory]
    [MemberData(nameof(Cells))]
    public void Values_and_gradients_agree_with_the_CPU_for_every_window(string device, string cell)
    {
        using Backend<double> cpu = CpuDevice.Open<double>(threads: 1);
        foreach (GradientCase one in CasesOf(cell))
        {
            Compare(Open<double>(device), cpu, one, 1e-12);
            // With unbounded activations, the CPU backend in single precision is off by 1.2e-4.
            Compare(Open<float>(device), cpu, one, 3e-4);
        }
    }

    [Theory]
    [MemberData(nameof(CellsWithAdditions))]
    public void Masks_and_layer_normalisation_agree_with_the_CPU(string device, string cell)
    {
        using Backend<double> cpu = CpuDevice.Open<double>(threads: 1);
        foreach ((int index, LayerVariant variant) in Additions.Where(variant => variant.RefusalBy(Find(cell)) is null).Index())
        {
            LayerVariant started = variant with { LearnInitialState = index % 2 == 1 };
            Compare(Open<double>(device), cpu, new WindowedLayerCase(Find(cell), directions: 1, hidden: 3, window: 2 * (index % 2), started), 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_window_cuts_gradients_but_no_values(string device, string cell)
    {
        CellDefinition definition = Find(cell);
        Backend<double> backend = Open<double>(device);
        GradientCase whole = new WindowedLayerCase(definition, 2, 3, window: 0, LayerVariant.Plain);
        GradientCase cut = new WindowedLayerCase(definition, 2, 3, window: 2, LayerVariant.Plain);
        Assert.Equal(Values(backend, whole), Values(backend, cut));
        using Backend<double> cpu = CpuDevice.Open<double>(threads: 1);
        Assert.All(cut.Inputs.Index(), input => Assert.False(Gradient(backend, cut, cpu, whole, input.Index).Passed, input.Item.Name));
    }

    private static bool HasOwnLoop(CellDefinition cell) =>
        cell.IsFused && (cell.Title == cell.Name || cell.Options.Projection > 0 || cell.Options.Peephole == PeepholeKind.Full);

    private static CellDefinition Find(string title) => CellCatalog.Variants.Single(cell => cell.Title == title);

    private static IEnumerable<GradientCase> CasesOf(string cell) =>
        from hidden in HiddenSizes
        from directions in (int[])[1, 2]
        from start in ((int Window, bool FromInitialState)[])[(0, false), (0, true), (1, false), (3, true)]
        select new WindowedLayerCase(Find(cell), directions, hidden, start.Window, LayerVariant.Plain with { LearnInitialState = start.FromInitialState });

    private static void Compare<T>(Backend<T> device, Backend<double> cpu, GradientCase one, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] expected = Values(cpu, one), actual = Values(device, one);

        // With unbounded activations the values grow from step to step.
        double bound = tolerance * Math.Max(1, expected.Max(Math.Abs));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, bound));
        Assert.All(GradientChecker.Compare(device, cpu, one, tolerance), check => Assert.True(check.Passed, check.ToString()));
    }

    /// <summary>The check of one tensor of a case on a device against another case on the CPU.</summary>
    private static TensorCheck Gradient(Backend<double> device, GradientCase one, Backend<double> cpu, GradientCase other, int input) =>
        GradientChecker.Compare(device, cpu, new SwitchedCase(one, other, cpu), 1e-6)[input];

    private static double[] Values<T>(Backend<T> backend, GradientCase one)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var tape = new Tape<T>(backend);
        Variable<T>[] inputs = [.. one.Inputs.Select(input => tape.NewVariable(input.Rows, input.Columns))];
        foreach ((Variable<T> variable, GradientInput input) in inputs.Zip(one.Inputs))
            backend.Upload([.. input.Values.Select(T.CreateChecked)], variable.Value);
        Variable<T> y = one.Forward(tape, inputs);
        var values = new T[y.Value.Count];
        backend.Download(y.Value, values.AsSpan());
        return [.. values.Select(double.CreateChecked)];
    }

    /// <summary>Runs one case on every device except one, and another case on that one.</summary>
    private sealed class SwitchedCase(GradientCase elsewhere, GradientCase there, object place) : GradientCase(elsewhere.Subject, elsewhere.Inputs)
    {
        public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) =>
            (ReferenceEquals(tape.Backend, place) ? there : elsewhere).Forward(tape, inputs);
    }
}
