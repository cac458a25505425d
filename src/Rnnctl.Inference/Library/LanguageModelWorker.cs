using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Library;

/// <summary>Runs a language model for one call at a time, on the thread of the caller.</summary>
internal sealed class LanguageModelWorker : IDisposable
{
    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);
    private readonly TrainedLanguageModel _model;
    private readonly string _path;
    private readonly SentenceBuffer _sentence = new();
    private readonly LayerEmbedders _embedders;
    private SentenceScorer? _scorer;

    /// <summary>A worker over the weights of a language model.</summary>
    /// <param name="model">The language model.</param>
    /// <param name="path">Its directory, for errors.</param>
    public LanguageModelWorker(TrainedLanguageModel model, string path)
    {
        (_model, _path) = (model.On(_backend), path);
        _model.KeepWeights();
        _embedders = new LayerEmbedders(layer => new SentenceEmbedder(_model, [layer]));
    }

    /// <summary>The score of each sentence.</summary>
    /// <exception cref="InputException">The model has no output layer.</exception>
    public SentenceScore[] Score(IReadOnlyList<string> sentences, CancellationToken cancellation)
    {
        TrainedLanguageModel.RequireOutputLayer(_model.Configuration, _path);
        string[][] words = [.. sentences.Select(WordsOf)];
        SentenceScorer scorer = _scorer ??= new SentenceScorer(_model);
        scorer.Run(words, cancellation);
        return [.. words.Select((sentence, number) => ScoreOf(scorer, sentence, number))];
    }

    /// <summary>The vectors of each sentence's tokens.</summary>
    public ReadOnlyMemory<float>[][] Embed(IReadOnlyList<IReadOnlyList<string>> sentences, int layer, CancellationToken cancellation) =>
        _embedders.Embed(sentences, layer, cancellation);

    /// <summary>Frees the memory of running; the weights belong to the language model.</summary>
    public void Dispose()
    {
        _scorer?.Dispose();
        _embedders.Dispose();
        _model.Dispose();
        _backend.Dispose();
    }

    private string[] WordsOf(string sentence)
    {
        _sentence.Clear();
        _sentence.Add(sentence);
        return _sentence[0].ToStrings();
    }

    private SentenceScore ScoreOf(SentenceScorer scorer, string[] words, int sentence)
    {
        IReadOnlyList<string> symbols = _model.Text.Symbols(string.Join(' ', words));
        ReadOnlySpan<float> surprisals = scorer.SurprisalsOf(0, sentence);
        if (_model.Architecture.Direction != LanguageModelDirection.Backward)
        {
            bool readsBoth = _model.Architecture.Direction == LanguageModelDirection.Both;
            return SentenceScore.OfText(symbols, surprisals) with { BackwardLogProbability = readsBoth ? scorer.LogProbabilityOf(1, sentence) : null };
        }

        float[] inOrder = surprisals.ToArray();
        Array.Reverse(inOrder);
        return SentenceScore.Of([Vocabulary.Begin, .. symbols], inOrder);
    }
}
