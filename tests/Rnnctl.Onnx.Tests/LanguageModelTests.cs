using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Onnx.Models;

namespace Rnnctl.Onnx.Tests;

/// <summary>Language models in ONNX Runtime and in this project.</summary>
public class LanguageModelTests
{
    private const int Symbols = 11, Hidden = 5;
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData(LanguageModelDirection.Both)]
    [InlineData(LanguageModelDirection.Forward)]
    [InlineData(LanguageModelDirection.Backward)]
    public void Each_direction_gives_the_same_log_probabilities(LanguageModelDirection direction)
    {
        Require(new(Symbols, Embedding: 4, CellCatalog.Find("gru")!, Hidden, Layers: 2, direction, Dropout: 0));
        Require(new(Symbols, Embedding: 4, CellCatalog.Find("minlstm")!, Hidden, Layers: 1, direction, Dropout: 0));
    }

    [Fact]
    public void Tied_embeddings_are_exported() => Require(
        new(Symbols, Embedding: Hidden, CellCatalog.Find("lstm")!, Hidden, Layers: 1, LanguageModelDirection.Both, Dropout: 0) { TieEmbeddings = true });

    // As ELMo: words by their characters, projections, residual connections.
    [Fact]
    public void Words_are_read_by_their_characters()
    {
        CellDefinition cell = CellCatalog.Create("lstm", new CellSettings { Projection = 3, CellClip = 0.5, ProjectionClip = 0.4 });
        Require(new(Symbols, Embedding: 3, cell, Hidden, Layers: 2, LanguageModelDirection.Both, Dropout: 0)
        {
            Variant = LayerVariant.Plain with { Residual = true },
            Characters = new CharacterArchitecture(CharacterCell.Cnn, Characters: 12, Embedding: 2, Hidden: 1)
            {
                Filters = [new FilterBank(1, 2), new FilterBank(3, 4)],
                Highway = 1,
                Projection = 3,
                WholeWindows = true,
            },
        });
    }

    /// <summary>Compares -log p of each symbol of random sentences, whose first and last symbols are their frame.</summary>
    private static void Require(LanguageModelArchitecture architecture)
    {
        using var weights = new RandomWeights(architecture.Parameters(), seed: 3);
        var sentences = IdBatch.Random(weights.Random, Symbols, 4, 7, 2);
        SpelledBatch? spelled = architecture.Characters is { } characters
            ? new SpelledBatch(sentences, weights.Random, characters.Characters, least: 3, most: 6)
            : null;
        using var model = new OnnxModel(LanguageModelGraph.Of(architecture, weights.Weight));
        Dictionary<string, OnnxTensor> outputs = model.Run(spelled is null
            ? [("tokens", sentences.Padded), ("lengths", sentences.Lengths)]
            : [("characters", spelled.Characters), ("word_lengths", spelled.WordLengths), ("lengths", sentences.Lengths)]);

        float[] expected = Surprisals(architecture, weights, sentences, spelled);
        int row = 0;
        foreach (bool isBackward in Directions(architecture))
        {
            OnnxTensor found = outputs[isBackward ? "backward_log_probabilities" : "forward_log_probabilities"];
            foreach ((int sentence, int position, int label) in Predictions(sentences, isBackward))
                Assert.Equal(expected[row++], -found.Row(sentence, position)[label], Tolerance);
        }

        Assert.Equal(expected.Length, row);
    }

    private static float[] Surprisals(LanguageModelArchitecture architecture, RandomWeights weights, IdBatch sentences, SpelledBatch? spelled)
    {
        (int Sentence, int Position, int Label)[] read = [.. Directions(architecture).SelectMany(isBackward => Predictions(sentences, isBackward))];
        var steps = new PackedSteps();
        steps.Assign([.. sentences.Order.Select(sentence => sentences.LengthOf(sentence) - 1)]);
        using var tape = new Tape<float>(weights.Backend, recording: false);
        var input = new LanguageModelInput(read.Select(one => sentences[one.Sentence][one.Position]).ToArray(), steps, isFirst: true)
        {
            Words = spelled is null ? default : spelled.WordsOf(read.Select(one => spelled.Numbers[one.Sentence][one.Position])),
        };
        var model = new LanguageModel<float>(architecture, weights.Parameter);
        Variable<float> readouts = model.Readouts(tape, input, states: null, training: null);
        Tensor<float> surprisals = model.Loss(tape, readouts, tape.NewIds(read.Select(one => one.Label).ToArray()), read.Length).Surprisals;
        float[] numbers = new float[surprisals.Count];
        weights.Backend.Download(surprisals, numbers.AsSpan());
        return numbers;
    }

    private static bool[] Directions(LanguageModelArchitecture architecture) => architecture.Direction switch
    {
        LanguageModelDirection.Both => [false, true],
        LanguageModelDirection.Forward => [false],
        _ => [true],
    };

    /// <summary>What a direction reads and predicts, in packed order: the backward one reads the reversed text.</summary>
    private static IEnumerable<(int Sentence, int Position, int Label)> Predictions(IdBatch sentences, bool isBackward) =>
        from step in Enumerable.Range(0, sentences.Longest - 1)
        from sentence in sentences.Order.Where(one => step < sentences.LengthOf(one) - 1)
        let position = isBackward ? sentences.LengthOf(sentence) - 1 - step : step
        select (sentence, position, sentences[sentence][isBackward ? position - 1 : position + 1]);
}
