using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.Taggers;
using Rnnctl.Onnx.Models;

namespace Rnnctl.Onnx.Tests;

/// <summary>Compares a tagger with random weights in ONNX Runtime with this project's own.</summary>
internal static class TaggerComparison
{
    private const double Tolerance = 1e-5;

    // The longest is not the first: the batch is not in packed order.
    private static readonly int[] Lengths = [3, 6, 1, 4];

    /// <summary>Requires equal labels, and probabilities or emissions within the tolerance.</summary>
    public static void Require(TaggerArchitecture architecture, LabelRules? rules = null)
    {
        using var weights = new RandomWeights(architecture.Parameters(), seed: 5);
        var tokens = IdBatch.Random(weights.Random, architecture.Tokens, Lengths);
        int[][][] features = [.. architecture.Features.Select(values => Lengths.Select(length => IdBatch.RandomIds(weights.Random, values, length)).ToArray())];
        SpelledBatch? spelled = architecture.Characters is { } characters
            ? new SpelledBatch(tokens, weights.Random, characters.Characters, least: 1, most: 7)
            : null;

        using var tape = new Tape<float>(weights.Backend, recording: false);
        var tagger = new Tagger<float>(architecture, weights.Parameter);
        var input = new TaggerInput(tokens.Packed, tokens.Steps)
        {
            Features = features.SelectMany(one => tokens.Pack(one)).ToArray(),
            Words = spelled is null ? default : spelled.Words,
        };
        Tensor<float> logits = tagger.Logits(tape, input, training: null).Value;
        (int[] labels, float[] expected) = Label(tape, tagger, logits, tokens.Steps, rules);

        using var model = new OnnxModel(TaggerGraph.Of(architecture, weights.Weight, rules, decodes: true));
        List<(string, OnnxTensor)> inputs = [("tokens", tokens.Padded), ("lengths", tokens.Lengths)];
        if (spelled is not null) inputs.AddRange([("characters", spelled.Characters), ("word_lengths", spelled.WordLengths)]);
        for (int feature = 0; feature < features.Length; feature++) inputs.Add(($"feature_{feature + 1}", tokens.Pad(features[feature])));
        Dictionary<string, OnnxTensor> outputs = model.Run(inputs);
        Compare(tokens, outputs["labels"], labels, outputs[architecture.ChainName is not null ? "emissions" : "probabilities"], expected);
    }

    private static (int[] Labels, float[] Rows) Label(Tape<float> tape, Tagger<float> tagger, Tensor<float> logits, PackedSteps steps, LabelRules? rules)
    {
        Backend<float> backend = tape.Backend;
        Tensor<int> best = tape.NewIds(steps.Tokens);
        Tensor<float> rows = logits;
        if (tagger.DecodingChain is { } chain)
        {
            using var decoder = new ChainDecoder<float>(backend, chain, rules);
            LinearChain<float> scores = decoder.Scores(tape, logits, steps);
            decoder.Best(tape, scores, best);
        }
        else
        {
            backend.ArgMax(logits, best);
            rows = tape.NewTensor(logits.Rows, logits.Columns);
            backend.Softmax(logits, rows);
        }

        int[] labels = new int[steps.Tokens];
        float[] numbers = new float[rows.Count];
        backend.Download(best, labels.AsSpan());
        backend.Download(rows, numbers.AsSpan());
        return (labels, numbers);
    }

    private static void Compare(IdBatch tokens, OnnxTensor labels, int[] expectedLabels, OnnxTensor rows, float[] expectedRows)
    {
        int width = (int)rows.Shape[2];
        Assert.Equal([tokens.Count, tokens.Longest], labels.Shape);
        Assert.Equal([tokens.Count, tokens.Longest, width], rows.Shape);
        for (int sequence = 0; sequence < tokens.Count; sequence++)
        {
            for (int step = 0; step < tokens.Longest; step++)
            {
                long label = labels.Ids[(sequence * tokens.Longest) + step];
                if (step >= tokens.LengthOf(sequence))
                {
                    Assert.Equal(-1, label);
                    continue;
                }

                int row = tokens.RowOf(sequence, step);
                Assert.Equal(expectedLabels[row], label);
                ReadOnlySpan<float> found = rows.Row(sequence, step);
                for (int i = 0; i < width; i++) Assert.Equal(expectedRows[(row * width) + i], found[i], Tolerance);
            }
        }
    }
}
