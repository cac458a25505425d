using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Taggers;
using Rnnctl.Models.Tests.Parameters;
using Rnnctl.Models.Tests.Translators;
using Rnnctl.Models.Translators;

namespace Rnnctl.Models.Tests.Layers;

/// <summary>What whole models drop in training with dropout of whole embeddings and with one mask for a sequence.</summary>
public sealed class DropoutVariantTests : IDisposable
{
    private static readonly CellDefinition Lstm = CellCatalog.Find("lstm")!;
    private static readonly TrainingStep Step = new(Seed: 3, Number: 2, Window: 0);

    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 1);

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void A_tagger_drops_the_same_units_at_all_tokens_of_a_sentence_and_others_in_another()
    {
        // Embedding and output weight are the identity: the logits are the masks.
        const int Width = 64;
        int[][] sentences = [[3, 0, 6, 1, 5], [2, 2, 4]];
        var architecture = new TaggerArchitecture(Tokens: 7, Labels: Width, Width, Lstm, Hidden: 1, Layers: 0, Bidirectional: false, Dropout: 0.5)
        {
            DropoutVariant = new(Variational: true, Embedding: 0),
        };
        double[][] rows = Rows(Logits(architecture, sentences, byRow: _ => 1), Width);
        int[] sentenceOfRow = [0, 1, 0, 1, 0, 1, 0, 0];
        foreach ((double[] row, int sentence) in rows.Zip(sentenceOfRow)) Assert.Equal(rows[sentence], row);
        Assert.NotEqual(rows[0], rows[1]);
        Assert.All(rows, row => Assert.InRange(row.Count(value => value == 0), 16, 48));
    }

    [Fact]
    public void A_tagger_drops_whole_embeddings_at_all_their_places_in_a_sentence()
    {
        const int Width = 7;
        int[][] sentences = [.. Enumerable.Repeat<int[]>([0, 1, 2, 3, 2, 1, 0, 3], 30)];
        var architecture = new TaggerArchitecture(Tokens: 7, Labels: Width, Width, Lstm, Hidden: 1, Layers: 0, Bidirectional: false, Dropout: 0)
        {
            DropoutVariant = new(Variational: false, Embedding: 0.25),
        };
        double[][] rows = Rows(Logits(architecture, sentences, byRow: row => 3 * (1 + row)), Width);
        int dropped = 0;
        for (int sentence = 0; sentence < sentences.Length; sentence++)
        {
            for (int t = 0; t < 8; t++)
            {
                int token = sentences[sentence][t], first = Array.IndexOf(sentences[sentence], token);
                double[] row = rows[(t * sentences.Length) + sentence];
                Assert.Equal(rows[(first * sentences.Length) + sentence], row);
                Assert.All(row, value => Assert.True(value == 0 || Math.Abs(value - (4 * (1 + token))) < 1e-12, $"{value}"));
                if (t < 4 && row[0] == 0) dropped++;
            }
        }

        // Five standard deviations of 120 draws.
        Assert.InRange(dropped, 30 - (5 * 4.75), 30 + (5 * 4.75));
    }

    [Fact]
    public void A_decoder_drops_the_same_whether_it_runs_whole_or_step_by_step()
    {
        int[][] sources = [[3, 0, 6, 1, 5], [2, 2, 4], [6, 1, 0], [5]], targets = [[3, 0, 4, 2], [4, 4, 1, 2], [0, 2], [2]];
        var architecture = new TranslatorArchitecture(
            SourceSymbols: 7, TargetSymbols: 5, Embedding: 4, Lstm, Lstm, Hidden: 6, Layers: 2, Bidirectional: true, Dropout: 0.4)
        {
            Attention = AttentionKind.Dot,
            DropoutVariant = new(Variational: true, Embedding: 0.3),
        };
        using var translator = new PackedTranslator(_backend, architecture, Weights.Draw(architecture.Parameters(), seed: 21));

        // A draw of own symbols that never comes true makes the decoder run step by step.
        double[][] whole = Run(Step), steps = Run(Step with { ScheduledSampling = 1e-12 });
        foreach ((double one, double other) in whole.SelectMany(row => row).Zip(steps.SelectMany(row => row))) Assert.Equal(one, other, 1e-12);
        Assert.NotEqual(whole, Run(Step with { Number = 3 }));

        double[][] Run(TrainingStep step) => translator.Run(sources, targets, [3, 1, 2, 0], smoothing: 0, step).LogProbabilities;
    }

    [Fact]
    public void A_language_model_drops_the_same_units_at_all_steps_of_a_stream_and_others_in_the_other_direction()
    {
        const int Units = 50;
        int[] tokens = [1, 4, 2, 5, 3, 0, 1, 3, 3, 0, 1, 2, 4, 5];
        var architecture = new LanguageModelArchitecture(Symbols: 6, Embedding: 4, Lstm, Units, Layers: 1, LanguageModelDirection.Both, Dropout: 0.5)
        {
            DropoutVariant = new(Variational: true, Embedding: 0),
        };
        using ParameterSet<double> parameters = Parameters(architecture.Parameters(), Weights.Draw(architecture.Parameters(), seed: 5));
        using var tape = new Tape<double>(_backend);
        var model = new LanguageModel<double>(architecture, name => parameters[name]);
        var steps = new PackedSteps();
        steps.Assign([4, 3]);
        bool[][] zeros =
        [
            .. Rows(Read(model.Readouts(tape, new LanguageModelInput(tokens, steps, isFirst: true), states: null, Step).Value), Units)
                .Select(row => row.Select(value => value == 0).ToArray()),
        ];
        int[] streamOfRow = [0, 1, 0, 1, 0, 1, 0];
        for (int row = 0; row < zeros.Length; row++) Assert.Equal(zeros[(row / 7 * 7) + streamOfRow[row % 7]], zeros[row]);
        Assert.Equal(4, new[] { zeros[0], zeros[1], zeros[7], zeros[8] }.Select(row => string.Join(' ', row)).Distinct().Count());
        Assert.All(zeros, row => Assert.InRange(row.Count(isZero => isZero), 10, 40));
    }

    [Fact]
    public void Without_a_table_of_embeddings_there_is_none_to_drop() => Assert.StartsWith(
        "embedding_dropout: ",
        (new LanguageModelArchitecture(Symbols: 6, Embedding: 4, Lstm, Hidden: 4, Layers: 1, LanguageModelDirection.Both, Dropout: 0.5)
        {
            Characters = new(CharacterCell.Cnn, Characters: 5, Embedding: 3, Hidden: 1),
            DropoutVariant = new(Variational: false, Embedding: 0.1),
        }).Mistake(),
        StringComparison.Ordinal);

    private static double[][] Rows(double[] values, int columns) => [.. values.Chunk(columns)];

    /// <summary>The logits of a tagger without layers, whose output weight is the identity.</summary>
    /// <param name="architecture">Its architecture.</param>
    /// <param name="sentences">The sentences, longest first.</param>
    /// <param name="byRow">The numbers of a row of the embeddings.</param>
    private double[] Logits(TaggerArchitecture architecture, int[][] sentences, Func<int, double> byRow)
    {
        int width = architecture.Embedding;
        using ParameterSet<double> parameters = Parameters(architecture.Parameters(), new Dictionary<string, double[]>
        {
            ["embedding.weight"] = [.. Enumerable.Range(0, architecture.Tokens * width).Select(i => byRow(i / width))],
            ["output.weight"] = [.. Enumerable.Range(0, width * width).Select(i => i % (width + 1) == 0 ? 1.0 : 0)],
            ["output.bias"] = new double[width],
        });
        using var tape = new Tape<double>(_backend);
        var tagger = new Tagger<double>(architecture, name => parameters[name]);
        return Read(tagger.Logits(tape, new TaggerInput(Packing.Pack(sentences), Packing.StepsOf(sentences)), Step).Value);
    }

    private ParameterSet<double> Parameters(IReadOnlyList<ParameterShape> shapes, Dictionary<string, double[]> weights)
    {
        var parameters = new ParameterSet<double>(_backend, shapes, learning: true);
        foreach ((string name, double[] values) in weights) parameters.Write(name, values);
        return parameters;
    }

    private double[] Read(Tensor<double> tensor)
    {
        double[] values = new double[tensor.Count];
        _backend.Download(tensor, values.AsSpan());
        return values;
    }
}
