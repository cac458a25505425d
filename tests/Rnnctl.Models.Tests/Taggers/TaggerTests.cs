using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Taggers;
using Rnnctl.Models.Tests.Layers;

namespace Rnnctl.Models.Tests.Taggers;

public class TaggerTests
{
    private static readonly int[][] Sentences = [[3, 0, 6, 1, 5], [2, 2, 4], [6, 1, 0], [5]];

    public static TheoryData<string, int, bool> Shapes
    {
        get
        {
            var shapes = new TheoryData<string, int, bool> { { "lstm", 0, false } };
            foreach (string cell in CellCatalog.Variants.Select(variant => variant.Title))
            {
                foreach (int layers in (int[])[1, 2])
                {
                    shapes.Add(cell, layers, false);
                    shapes.Add(cell, layers, true);
                }
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Its_logits_are_those_of_the_equations_worked_number_by_number(string cell, int layers, bool bidirectional)
    {
        TaggerArchitecture architecture = Architecture(cell, layers, bidirectional);
        double[][] expected = Packing.Pack(Sentences.Select(new NaiveTagger(architecture, Weights(architecture)).Logits));
        double[] logits = Logits(architecture, recording: false, threads: 2, step: null);
        Assert.Equal(expected.Length * architecture.Labels, logits.Length);
        foreach ((double number, double wanted) in logits.Zip(expected.SelectMany(row => row))) Assert.Equal(wanted, number, 1e-12);
    }

    [Fact]
    public void Dropout_is_off_in_a_tape_that_does_not_record()
    {
        TaggerArchitecture architecture = Architecture("lstm", 2, bidirectional: true);
        var step = new TrainingStep(Seed: 1, Number: 3, Window: 0);
        double[] without = Logits(architecture, recording: false, threads: 1, step);
        Assert.Equal(without, Logits(architecture with { Dropout = 0.5 }, recording: false, threads: 1, step));
        Assert.NotEqual(without, Logits(architecture with { Dropout = 0.5 }, recording: true, threads: 1, step));
        Assert.Equal(without, Logits(architecture, recording: true, threads: 1, step));
    }

    [Fact]
    public void Dropout_changes_with_the_step_and_the_seed_and_not_with_the_threads()
    {
        TaggerArchitecture architecture = Architecture("elman", 1, bidirectional: false) with { Dropout = 0.5 };
        var step = new TrainingStep(Seed: 1, Number: 3, Window: 0);
        double[] logits = Logits(architecture, recording: true, threads: 1, step);
        Assert.Equal(logits, Logits(architecture, recording: true, threads: 1, step));
        Assert.Equal(logits, Logits(architecture, recording: true, threads: 3, step));
        Assert.NotEqual(logits, Logits(architecture, recording: true, threads: 1, step with { Number = 4 }));
        Assert.NotEqual(logits, Logits(architecture, recording: true, threads: 1, step with { Seed = 2 }));
    }

    [Fact]
    public void Each_place_of_dropout_has_a_mask_of_its_own()
    {
        // Embedding, layer and output weight are the identity and the recurrent weight is 0: what is dropped anywhere is 0 at the end.
        var architecture = new TaggerArchitecture(
            Tokens: 7, Labels: 64, Embedding: 64, CellCatalog.Find("elman")!, Hidden: 64, Layers: 1, Bidirectional: false, Dropout: 0.5);
        double[] logits = Logits(architecture, recording: true, threads: 1, new TrainingStep(1, 1, 0), Diagonals(architecture));

        // Two masks of probability 1/2 together leave a quarter; one mask twice would leave a half.
        Assert.Equal(0.25, logits.Count(x => x != 0) / (double)logits.Length, 0.06);
    }

    [Fact]
    public void Without_a_training_step_a_tagger_runs_alike_on_a_tape_that_records_and_one_that_does_not()
    {
        var variant = new LayerVariant { RecurrentDropout = 0.4, Zoneout = 0.3 };
        TaggerArchitecture architecture = Architecture("lstm", 2, bidirectional: true) with { Dropout = 0.5, Variant = variant };
        double[] logits = Logits(architecture, recording: false, threads: 1, step: null);
        Assert.Equal(logits, Logits(architecture, recording: true, threads: 2, step: null));
        Assert.NotEqual(logits, Logits(architecture with { Variant = variant with { Zoneout = 0 } }, recording: false, threads: 1, step: null));
        Assert.Equal(logits, Logits(architecture with { Variant = variant with { RecurrentDropout = 0 } }, recording: false, threads: 1, step: null));
    }

    [Fact]
    public void The_masks_of_layers_change_with_the_step_and_the_seed_the_layer_and_not_with_the_threads()
    {
        foreach (LayerVariant variant in new LayerVariant[] { new() { RecurrentDropout = 0.5 }, new() { Zoneout = 0.5 } })
        {
            TaggerArchitecture architecture = Architecture("gru", 2, bidirectional: true) with { Variant = variant };
            var step = new TrainingStep(Seed: 1, Number: 3, Window: 0);
            double[] logits = Logits(architecture, recording: true, threads: 1, step);
            Assert.Equal(logits, Logits(architecture, recording: true, threads: 3, step));
            Assert.NotEqual(logits, Logits(architecture, recording: true, threads: 1, step with { Number = 4 }));
            Assert.NotEqual(logits, Logits(architecture, recording: true, threads: 1, step with { Seed = 2 }));
        }
    }

    [Fact]
    public void A_residual_layer_that_gives_nothing_changes_nothing()
    {
        // Of three layers with weights of 0 but the lowest's, tanh(0) is added twice.
        TaggerArchitecture one = Architecture("elman", 1, bidirectional: true);
        TaggerArchitecture three = one with { Layers = 3, Variant = new LayerVariant { Residual = true } };
        Dictionary<string, double[]> weights = Weights(one);
        foreach (ParameterShape shape in three.Parameters()) weights.TryAdd(shape.Name, new double[shape.Count]);
        double[] logits = Logits(three, recording: false, threads: 1, step: null, weights);
        Assert.Equal(Logits(one, recording: false, threads: 1, step: null), logits);
        Assert.NotEqual(logits, Logits(three with { Variant = LayerVariant.Plain }, recording: false, threads: 1, step: null, weights));
    }

    [Fact]
    public void The_window_of_truncated_training_leaves_the_logits_as_they_are()
    {
        TaggerArchitecture architecture = Architecture("gru", 1, bidirectional: false);
        var step = new TrainingStep(Seed: 1, Number: 1, Window: 0);
        Assert.Equal(
            Logits(architecture, recording: true, threads: 1, step),
            Logits(architecture, recording: true, threads: 1, step with { Window = 2 }));
    }

    private static TaggerArchitecture Architecture(string cell, int layers, bool bidirectional) =>
        new(Tokens: 7, Labels: 3, Embedding: 5, CellCatalog.Variants.Single(variant => variant.Title == cell), Hidden: 6, layers, bidirectional, Dropout: 0);

    private static Dictionary<string, double[]> Weights(TaggerArchitecture architecture) => Parameters.Weights.Draw(architecture.Parameters(), seed: 8);

    private static Dictionary<string, double[]> Diagonals(TaggerArchitecture architecture) => architecture.Parameters().ToDictionary(
        shape => shape.Name,
        shape => shape.Name switch
        {
            "embedding.weight" => Enumerable.Repeat(1.0, shape.Count).ToArray(),
            "encoder.weight_ih_l0" or "output.weight" => [.. Enumerable.Range(0, shape.Count).Select(i => i % 65 == 0 ? 1.0 : 0)],
            _ => new double[shape.Count],
        });

    private static double[] Logits(
        TaggerArchitecture architecture, bool recording, int threads, TrainingStep? step, Dictionary<string, double[]>? weights = null)
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads);
        using var parameters = new ParameterSet<double>(backend, architecture.Parameters(), learning: recording);
        foreach ((string name, double[] values) in weights ?? Weights(architecture)) parameters.Write(name, values);
        using var tape = new Tape<double>(backend, recording);
        int[] tokens = Packing.Pack(Sentences);
        var tagger = new Tagger<double>(architecture, name => parameters[name]);
        Tensor<double> logits = tagger.Logits(tape, new TaggerInput(tokens, Packing.StepsOf(Sentences)), step).Value;
        var numbers = new double[logits.Count];
        backend.Download(logits, numbers.AsSpan());
        return numbers;
    }
}
