using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Models.Decoding;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Metrics;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Translation;

/// <summary>Scores a translator on pairs of sentences. One evaluator serves all evaluations of a training run.</summary>
public sealed class TranslatorEvaluator : IDisposable
{
    private readonly TranslatorModel _model;
    private readonly TranslationData _data;
    private readonly EncodedSentences _sources;
    private readonly BatchPlan _plan;
    private readonly Tape<float> _tape;
    private readonly TranslatorBatch _batch = new();
    private readonly TranslatorRunner _runner;
    private readonly HypothesisReader _hypotheses;

    /// <summary>An evaluator of a model on pairs; none may have been left out.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The pairs.</param>
    /// <param name="limit">How large a batch may be.</param>
    /// <param name="search">How translations are searched for; null takes the most probable symbol at each step.</param>
    public TranslatorEvaluator(TranslatorModel model, TranslationData data, BatchLimit limit, SearchOptions? search = null)
    {
        (_model, _data) = (model, data);
        _sources = WithoutBlanks(data.Encoded.Sources);
        _plan = new BatchPlan(data.Encoded, limit);
        _plan.SortByLength();
        _tape = new Tape<float>(model.Backend, recording: false);
        _runner = new TranslatorRunner(model.Backend, [model.Translator], search ?? Greedy(data), limit);
        _hypotheses = new HypothesisReader(model.Text);
    }

    /// <summary>The mean of -log p over the targets' symbols and ends, in nats; the decoder reads the right symbols before each.</summary>
    public double MeanLoss()
    {
        double sum = 0;
        long symbols = 0;
        Span<float> mean = stackalloc float[1];
        for (int batch = 0; batch < _plan.Count; batch++)
        {
            _batch.Fill(_data.Encoded, _plan[batch], Vocabulary.BeginId, Vocabulary.EndId);
            ReadMeanLoss(mean);
            sum += (double)mean[0] * _batch.Packed.TargetTokens;
            symbols += _batch.Packed.TargetTokens;
        }

        return sum / symbols;
    }

    /// <summary>The best translation of each source; a blank source has an empty one.</summary>
    public IReadOnlyList<string> Translate()
    {
        IReadOnlyList<string> lines = _data.Pairs.Sources;
        IReadOnlyList<IReadOnlyList<Hypothesis>> found = _runner.Run(_sources);
        return [.. found.Select((best, pair) => best.Count == 0 ? "" : _hypotheses.Read(lines[pair], best[0]).Text)];
    }

    /// <summary>BLEU of the best translations.</summary>
    public BleuScore Bleu()
    {
        var bleu = new Bleu(BleuTokenization.Mteval13a);
        foreach ((string translation, string target) in Translate().Zip(_data.Pairs.Targets)) bleu.Add(translation, target);
        return bleu.Score();
    }

    /// <summary>Frees the memory of searching and of scoring; the model belongs to the caller.</summary>
    public void Dispose()
    {
        _tape.Dispose();
        _runner.Dispose();
    }

    private void ReadMeanLoss(Span<float> mean)
    {
        try
        {
            _tape.Reset();
            Variable<float> readouts = _model.Translator.Readouts(_tape, _batch.Input, training: null);
            Tensor<int> labels = _tape.NewIds(_batch.Packed.TargetLabels);
            _model.Backend.Download(_model.Translator.Loss(_tape, readouts, labels, smoothing: 0).Loss.Value, mean);
        }
        catch (DeviceMemoryException failure)
        {
            throw BatchMemory.Refused(_batch.Size, failure);
        }
    }

    /// <summary>The sources; one that has only its end symbol is made empty, which is not translated.</summary>
    private static EncodedSentences WithoutBlanks(EncodedSentences framed)
    {
        var sources = new EncodedSentences();
        for (int sentence = 0; sentence < framed.Count; sentence++) sources.Add(framed.LengthOf(sentence) == 1 ? [] : framed[sentence]);
        return sources;
    }

    /// <summary>The longest translation. An untrained model rarely makes the end symbol, so a translation is cut where it is too long to be right.</summary>
    private static SearchOptions Greedy(TranslationData data)
    {
        int longest = 0;
        for (int pair = 0; pair < data.Encoded.Count; pair++) longest = Math.Max(longest, data.Encoded.Sources.LengthOf(pair));
        return new SearchOptions(Vocabulary.BeginId, Vocabulary.EndId, Beam: 1, LengthPenalty: 0, MaxLength: (2 * longest) + 10);
    }
}
