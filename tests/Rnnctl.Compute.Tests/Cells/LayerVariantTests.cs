using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Cells;

/// <summary>The additions to a cell's equations, compared with the papers' definitions, worked number by number.</summary>
public sealed class LayerVariantTests
{
    private const int Features = 3;
    private const int Hidden = 5;
    private static readonly int[] Lengths = [4, 3, 3, 1];
    private static readonly DropoutKey Key = new(Seed: 9, Step: 4, Site: 2);
    private static readonly CellDefinition Lstm = CellCatalog.Find("lstm")!;

    public static TheoryData<string> Refusals => [.. CellCatalog.Names];

    [Fact]
    public void Layer_normalisation_recurrent_dropout_and_zoneout_follow_the_papers()
    {
        Check(LayerVariant.Plain with { LearnInitialState = true }, learning: true);
        Check(LayerVariant.Plain with { LayerNorm = true }, learning: true);
        Check(LayerVariant.Plain with { RecurrentDropout = 0.4 }, learning: true);
        Check(LayerVariant.Plain with { Zoneout = 0.3 }, learning: true);
        Check(LayerVariant.Plain with { LearnInitialState = true, LayerNorm = true, RecurrentDropout = 0.4, Zoneout = 0.3 }, learning: true);
    }

    [Fact]
    public void Without_training_nothing_is_dropped_and_zoneout_takes_the_mean()
    {
        Check(LayerVariant.Plain with { RecurrentDropout = 0.4 }, learning: false);
        Check(LayerVariant.Plain with { Zoneout = 0.3 }, learning: false);
        Check(LayerVariant.Plain with { LearnInitialState = true, LayerNorm = true, RecurrentDropout = 0.4, Zoneout = 0.3 }, learning: false);
    }

    [Fact]
    public void A_tape_that_does_not_record_draws_no_masks()
    {
        LayerVariant variant = LayerVariant.Plain with { RecurrentDropout = 0.4, Zoneout = 0.3 };
        Assert.Equal(Run(variant, Key, recording: false, Inputs(variant)), Run(variant, null, recording: true, Inputs(variant)));
        Assert.NotEqual(Run(variant, Key, recording: true, Inputs(variant)), Run(variant, null, recording: true, Inputs(variant)));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_cell_refuses_only_additions_that_it_does_not_support(string name)
    {
        CellDefinition cell = CellCatalog.Find(name)!;
        bool hasProduct = cell.Parameters(2, 3).Any(parameter => parameter.Kind == CellParameterKind.RecurrentWeight);

        // A Jordan network carries only its output.
        bool hasState = name is not ("tdnn" or "jordan");
        Assert.Equal(hasProduct, (LayerVariant.Plain with { RecurrentDropout = 0.1 }).RefusalBy(cell) is null);
        Assert.Equal(hasState, (LayerVariant.Plain with { Zoneout = 0.1 }).RefusalBy(cell) is null);
        Assert.Equal(hasState, (LayerVariant.Plain with { LearnInitialState = true }).RefusalBy(cell) is null);
        Assert.Null((LayerVariant.Plain with { LayerNorm = true, Residual = true }).RefusalBy(cell));
    }

    [Fact]
    public void An_initial_state_with_a_wrong_number_of_sequences_is_refused()
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        using var tape = new Tape<double>(backend);
        var steps = new PackedSteps();
        steps.Assign(Lengths);
        LayerVariant variant = LayerVariant.Plain with { LearnInitialState = true };
        var weights = CellWeights<double>.Of(variant.Parameters(Lstm, Features, Hidden), parameter => tape.NewVariable(
            parameter.Kind == CellParameterKind.InitialHidden ? 3 : parameter.Rows, parameter.Columns));
        ArgumentException failure = Assert.Throws<ArgumentException>(
            () => Lstm.Run(tape, tape.NewVariable(steps.Tokens, Features), steps, new LayerWeights<double>(weights, null), window: 0));
        Assert.StartsWith("initial state [3, 5] does not fit 4 sequences", failure.Message, StringComparison.Ordinal);
    }

    private static void Check(LayerVariant variant, bool learning)
    {
        Dictionary<string, GradientInput> inputs = Inputs(variant);
        DropoutKey? key = learning ? Key : null;
        double[][] expected = Naive(variant, inputs, learning);
        double[] actual = Run(variant, key, recording: true, inputs);
        Assert.Equal(expected.Length * 2 * Hidden, actual.Length);
        foreach ((double wanted, double number) in expected.SelectMany(row => row).Zip(actual)) Assert.Equal(wanted, number, 1e-13);
    }

    /// <summary>The parameters of both directions, and x; each sequence has its own initial state.</summary>
    private static Dictionary<string, GradientInput> Inputs(LayerVariant variant)
    {
        var random = new PhiloxRandom(seed: 51, stream: 0);
        var inputs = new Dictionary<string, GradientInput> { ["x"] = GradientInput.Draw(random, "x", Lengths.Sum(), Features) };
        foreach (string suffix in new[] { "", "_reverse" })
        {
            foreach (CellParameter parameter in variant.Parameters(Lstm, Features, Hidden))
            {
                bool isState = parameter.Kind is CellParameterKind.InitialHidden or CellParameterKind.InitialMemory;
                string name = parameter.Name + suffix;
                inputs[name] = GradientInput.Draw(random, name, isState ? Lengths.Length : parameter.Rows, parameter.Columns);
            }
        }

        return inputs;
    }

    private static double[] Run(LayerVariant variant, DropoutKey? key, bool recording, Dictionary<string, GradientInput> inputs)
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 2);
        using var tape = new Tape<double>(backend, recording);
        var steps = new PackedSteps();
        steps.Assign(Lengths);
        var weights = new LayerWeights<double>(Weights(""), Weights("_reverse"));
        Variable<double> y = Lstm.Run(tape, Place(inputs["x"]), steps, weights, window: 0, variant.NoiseOf(key));
        double[] values = new double[y.Value.Count];
        backend.Download(y.Value, values.AsSpan());
        return values;

        CellWeights<double> Weights(string suffix) =>
            CellWeights<double>.Of(variant.Parameters(Lstm, Features, Hidden), parameter => Place(inputs[parameter.Name + suffix]));

        Variable<double> Place(GradientInput input)
        {
            Variable<double> variable = tape.NewVariable(input.Rows, input.Columns);
            backend.Upload<double>([.. input.Values], variable.Value);
            return variable;
        }
    }

    /// <summary>The rows of the packed batch, <c>[N][2 H]</c>.</summary>
    private static double[][] Naive(LayerVariant variant, Dictionary<string, GradientInput> inputs, bool learning)
    {
        var steps = new PackedSteps();
        steps.Assign(Lengths);
        double[][] output = [.. Enumerable.Range(0, steps.Tokens).Select(_ => new double[2 * Hidden])];
        foreach ((uint direction, string suffix) in new[] { (0u, ""), (1u, "_reverse") })
        {
            var lstm = new NaiveLstm
            {
                Hidden = Hidden,
                Weights = (Matrix("weight_ih"), Matrix("weight_hh"), Vector("bias_ih"), Vector("bias_hh")),
                Gains = variant.LayerNorm ? (Vector("norm_ih"), Vector("norm_hh")) : null,
                RecurrentDropout = (learning ? variant.RecurrentDropout : 0, Place(1 + direction)),
                Zoneout = (variant.Zoneout, learning ? (Place(3 + direction), Place(5 + direction)) : null),
            };
            for (int sequence = 0; sequence < Lengths.Length; sequence++)
            {
                int[] rows = [.. Enumerable.Range(0, Lengths[sequence]).Select(step => steps.Offset(step) + sequence)];
                int[] numbers = [.. Enumerable.Range(0, Lengths[sequence]).Select(step => unchecked(sequence + (step * (int)2654435769)))];
                if (direction == 1) (rows, numbers) = ([.. rows.Reverse()], [.. numbers.Reverse()]);
                double[] hidden = Start("initial_hidden", sequence), memory = Start("initial_memory", sequence);
                foreach ((int step, double[] h) in lstm.Run(rows.Select(row => RowOf(inputs["x"], row)), numbers, sequence, hidden, memory).Index())
                    h.CopyTo(output[rows[step]], direction * Hidden);
            }

            double[,] Matrix(string name)
            {
                GradientInput input = inputs[name + suffix];
                double[,] values = new double[input.Rows, input.Columns];
                for (int i = 0; i < input.Values.Count; i++) values[i / input.Columns, i % input.Columns] = input.Values[i];
                return values;
            }

            double[] Vector(string name) => [.. inputs[name + suffix].Values];

            double[] Start(string name, int sequence) =>
                variant.LearnInitialState ? RowOf(inputs[name + suffix], sequence) : new double[Hidden];
        }

        return output;
    }

    private static DropoutKey Place(uint place) => Key with { Site = Key.Site + (place << 16) };

    private static double[] RowOf(GradientInput input, int row) => [.. input.Values.Skip(row * input.Columns).Take(input.Columns)];
}
