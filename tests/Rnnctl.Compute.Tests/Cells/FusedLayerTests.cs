using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.GradientChecks;

namespace Rnnctl.Compute.Tests.Cells;

public sealed class FusedLayerTests
{
    // Values and gradients are sums of some dozens of products, which the two sides round in different orders.
    private const double Roundings = 256;

    private static readonly RecurrentShape[] Shapes =
    [
        new(Layers: 1, Directions: 1, Features: 3, Hidden: 11, [7]),
        new(Layers: 1, Directions: 2, Features: 1, Hidden: 1, [4, 2]),
        new(Layers: 1, Directions: 2, Features: 5, Hidden: 16, [1, 1, 1, 1, 1]),
        new(Layers: 2, Directions: 2, Features: 4, Hidden: 35, [6, 6, 4, 3, 3, 3, 2, 1, 1, 1, 1]),
        new(Layers: 1, Directions: 1, Features: 2, Hidden: 8, [9, 1]),
    ];

    // Each alone, then together from learned states; a cell without a recurrent product or a state does not support all of them.
    private static readonly LayerVariant[] Additions =
    [
        LayerVariant.Plain with { LayerNorm = true },
        LayerVariant.Plain with { RecurrentDropout = 0.4 },
        LayerVariant.Plain with { Zoneout = 0.4 },
        LayerVariant.Plain with { LayerNorm = true, Zoneout = 0.4, LearnInitialState = true },
        LayerVariant.Plain with { LayerNorm = true, RecurrentDropout = 0.4, Zoneout = 0.4, LearnInitialState = true },
    ];

    // Other options change only the formulas of a unit.
    public static TheoryData<string> CellsWithAdditions =>
        [.. CellCatalog.Variants.Where(HasOwnLoop).Select(cell => cell.Title)];

    public static TheoryData<string, int> Windows
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (CellDefinition cell in CellCatalog.Variants.Where(cell => cell.IsFused))
            {
                foreach (int window in new[] { 0, 1, 3 }) data.Add(cell.Title, window);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void A_fused_layer_agrees_with_its_plain_step_in_values_and_all_gradients(string cell, int window)
    {
        // With truncation, only the two shapes with the longest sequences.
        foreach (RecurrentShape shape in window == 0 ? Shapes : Shapes[3..])
        {
            CheckAgreement<float>(cell, shape with { Window = window });
            CheckAgreement<double>(cell, shape with { Window = window });
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void A_fused_layer_with_an_initial_state_agrees_with_its_plain_step(string cell, int window)
    {
        RecurrentShape shape = Shapes[3] with { Window = window, Hidden = 19, Variant = LayerVariant.Plain with { LearnInitialState = true } };
        foreach (bool ownStates in new[] { false, true })
        {
            CheckAgreement<float>(cell, shape with { OwnStates = ownStates });
            CheckAgreement<double>(cell, shape with { OwnStates = ownStates });
        }
    }

    [Theory]
    [MemberData(nameof(CellsWithAdditions))]
    public void A_fused_layer_with_masks_and_layer_normalisation_agrees_with_its_plain_step(string cell)
    {
        CellDefinition definition = CellCatalog.Variants.Single(one => one.Title == cell);
        RecurrentShape shape = new(Layers: 1, Directions: 2, Features: 3, Hidden: 19, [5, 5, 3, 1]);
        foreach (LayerVariant variant in Additions.Where(variant => variant.RefusalBy(definition) is null))
        {
            CheckAgreement<double>(cell, shape with { Variant = variant, OwnStates = variant.LearnInitialState });
            if (!variant.LearnInitialState) continue;
            CheckAgreement<float>(cell, shape with { Variant = variant });
            CheckAgreement<double>(cell, shape with { Variant = variant, OwnStates = true, Window = 2 });
            if (definition.HasMemory) CheckAgreement<double>(cell, shape with { Variant = variant, ToMemoryAtEnd = true });
        }
    }

    [Fact]
    public void An_initial_state_of_zeros_equals_no_initial_state()
    {
        foreach (string cell in CellCatalog.All.Where(cell => cell.IsFused).Select(cell => cell.Name))
        {
            // These tensors are drawn last, so that all others stay the same.
            double[][] none = Run<double>(cell, fused: true, Shapes[4], threads: 1, width: 64);
            RecurrentShape shape = Shapes[4] with { Variant = LayerVariant.Plain with { LearnInitialState = true }, OwnStates = true };
            double[][] zeros = RunFrom(cell, shape, zeros: true), others = RunFrom(cell, shape, zeros: false);
            Assert.Equal(none[0], zeros[0]);
            Assert.NotEqual(none[0], others[0]);
        }
    }

    [Theory]
    [InlineData("elman", 0)]
    [InlineData("gru", 0)]
    [InlineData("lstm", 0)]
    [InlineData("lstm", 2)]
    public void Every_number_of_threads_gives_the_same_bits(string cell, int window)
    {
        foreach (int width in CpuDevice.Widths<float>())
        {
            double[][] expected = Run<float>(cell, fused: true, Shapes[3] with { Window = window }, threads: 1, width);
            for (int threads = 2; threads <= 3; threads++)
                Assert.Equal(expected, Run<float>(cell, fused: true, Shapes[3] with { Window = window }, threads, width));
        }
    }

    [Fact]
    public void Five_slices_of_sequences_give_the_same_bits_as_one()
    {
        double[][] expected = Run<float>("gru", fused: true, Shapes[2], threads: 1, CpuDevice.Widths<float>()[0]);
        Assert.Equal(expected, Run<float>("gru", fused: true, Shapes[2], threads: 5, CpuDevice.Widths<float>()[0]));
        Assert.Equal(
            Run<float>("lstm", fused: true, Shapes[4], threads: 1, CpuDevice.Widths<float>()[0]),
            Run<float>("lstm", fused: true, Shapes[4], threads: 5, CpuDevice.Widths<float>()[0]));
    }

    [Fact]
    public void A_window_cuts_gradients_but_no_values()
    {
        RecurrentShape shape = Shapes[3];
        double[][] whole = Run<double>("lstm", fused: true, shape, threads: 1, width: 64);
        double[][] cut = Run<double>("lstm", fused: true, shape with { Window = 2 }, threads: 1, width: 64);

        Assert.Equal(whole[0], cut[0]);
        Assert.All(Enumerable.Range(1, whole.Length - 1), i => Assert.NotEqual(whole[i], cut[i]));
    }

    private static bool HasOwnLoop(CellDefinition cell) =>
        cell.IsFused && (cell.Title == cell.Name || cell.Options.Projection > 0 || cell.Options.Peephole == PeepholeKind.Full);

    private static double[][] RunFrom(string cell, RecurrentShape shape, bool zeros)
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1, width: 64);
        var one = new RecurrentCase(CellCatalog.Find(cell)!, fused: true, shape);
        using var run = new CaseRun<double>(backend, one);
        foreach ((int number, GradientInput input) in one.Inputs.Index())
        {
            if (!zeros || !input.Name.StartsWith("initial", StringComparison.Ordinal)) continue;
            for (int element = 0; element < input.Values.Count; element++) run.SetValue(number, element, 0);
        }

        return [run.Output().ToArray()];
    }

    private static void CheckAgreement<T>(string cell, RecurrentShape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        IReadOnlyList<int> widths = CpuDevice.Widths<T>();
        double[][] expected = Run<T>(cell, fused: false, shape, threads: 1, widths[^1]);
        for (int i = 0; i < widths.Count; i++)
        {
            double[][] actual = Run<T>(cell, fused: true, shape, threads: 1 + (i % 2), widths[i]);
            for (int tensor = 0; tensor < expected.Length; tensor++)
            {
                string what = $"{cell}, {shape}, window {shape.Window}, {widths[i]} bits, tensor {tensor}";
                AssertClose<T>(expected[tensor], actual[tensor], what);
            }
        }
    }

    private static void AssertClose<T>(double[] expected, double[] actual, string what)
    {
        double bound = Roundings * Rounding.Unit<T>() * Math.Max(expected.Max(Math.Abs), 1e-3);
        for (int i = 0; i < expected.Length; i++)
        {
            if (Math.Abs(expected[i] - actual[i]) <= bound) continue;
            Assert.Fail($"{what}: [{i}] is {actual[i]:R}, expected {expected[i]:R} within {bound:R}");
        }
    }

    /// <summary>The output, then the gradient of every tensor.</summary>
    private static double[][] Run<T>(string cell, bool fused, RecurrentShape shape, int threads, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Backend<T> backend = CpuDevice.Open<T>(threads, width);
        using var run = new CaseRun<T>(backend, new RecurrentCase(CellCatalog.Variants.Single(one => one.Title == cell), fused, shape));
        double[] output = [.. run.Output().ToArray().Select(double.CreateChecked)];
        return [output, .. run.Gradients()];
    }
}
