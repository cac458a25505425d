using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Inference.Tagging;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Inference.Library;

/// <summary>Runs a tagger for one call at a time, on the thread of the caller.</summary>
internal sealed class TaggerWorker : IDisposable
{
    private const int BatchTokens = 2048;

    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);
    private readonly TaggerModel _model;
    private readonly EncodedCorpus _parts;
    private readonly List<int> _firstParts = [];
    private readonly BatchPlan _plan;
    private readonly SymbolTable _symbols = new();
    private readonly GivenLabels _labels;
    private readonly LayerEmbedders _embedders;
    private TaggerRunner? _labelling, _weighing, _scoring;

    /// <summary>A worker over the weights of a tagger.</summary>
    public TaggerWorker(TaggerModel tagger)
    {
        _model = tagger.On(_backend);
        _model.KeepWeights();
        _parts = _model.NewSentences();
        _plan = new BatchPlan(_parts, BatchLimit.OfTokens(BatchTokens));
        _labels = new GivenLabels(_model.Labels, _model.Configuration.Text.OutputScheme, _symbols);
        _embedders = new LayerEmbedders(layer => new TaggerEmbedder(_model, [layer]));
    }

    /// <summary>The labels of each sentence.</summary>
    public string[][] Tag(IReadOnlyList<IReadOnlyList<string>> sentences, CancellationToken cancellation)
    {
        TaggerRunner runner = _labelling ??= new TaggerRunner(_model);
        Run(runner, sentences, cancellation);
        return [.. Enumerable.Range(0, sentences.Count).Select(sentence => LabelsOf(runner, sentence))];
    }

    /// <summary>The tokens of each sentence with their labels and the labels' probabilities.</summary>
    public TaggedToken[][] TagWithProbabilities(IReadOnlyList<IReadOnlyList<string>> sentences, CancellationToken cancellation)
    {
        TaggerRunner runner = _weighing ??= new TaggerRunner(_model, withProbabilities: true);
        Run(runner, sentences, cancellation);
        return [.. sentences.Select((tokens, sentence) => TaggedOf(runner, tokens, sentence))];
    }

    /// <summary>log p of labels for a sentence of at least one token.</summary>
    public double Score(IReadOnlyList<string> tokens, IReadOnlyList<string> labels)
    {
        var corpus = new LabelledCorpus();
        for (int token = 0; token < tokens.Count; token++) corpus.Add(tokens[token], labels[token]);
        corpus.EndSentence();
        EncodedCorpus encoded = TaggingData.Of(corpus, _model.Vocabularies, _model.Configuration.Text).Encoded;
        var plan = new BatchPlan(encoded, BatchLimit.OfSentences(1));
        plan.SortByLength();
        TaggerRunner runner = _scoring ??= new TaggerRunner(_model, withSurprisals: true);
        runner.Run(encoded, plan);
        return encoded.LabelsOf(0).Contains(-1) ? double.NegativeInfinity : runner.LogProbabilityOf(0);
    }

    /// <summary>The vectors of each sentence's tokens.</summary>
    public ReadOnlyMemory<float>[][] Embed(IReadOnlyList<IReadOnlyList<string>> sentences, int layer, CancellationToken cancellation) =>
        _embedders.Embed(sentences, layer, cancellation);

    /// <summary>Frees the memory of running; the weights belong to the tagger.</summary>
    public void Dispose()
    {
        _labelling?.Dispose();
        _weighing?.Dispose();
        _scoring?.Dispose();
        _embedders.Dispose();
        _model.Dispose();
        _backend.Dispose();
    }

    private void Run(TaggerRunner runner, IReadOnlyList<IReadOnlyList<string>> sentences, CancellationToken cancellation)
    {
        _parts.Clear();
        _firstParts.Clear();
        foreach (IReadOnlyList<string> tokens in sentences)
        {
            _firstParts.Add(_parts.Sentences);
            if (tokens.Count <= SentenceBuffer.LongSentence) _parts.Add(tokens);
            else foreach (string[] part in tokens.Chunk(SentenceBuffer.LongSentence)) _parts.Add(part);
        }

        _firstParts.Add(_parts.Sentences);
        _plan.SortByLength();
        runner.Run(_parts, _plan, cancellation: cancellation);
    }

    private int PartsOf(int sentence) => _firstParts[sentence + 1] - _firstParts[sentence];

    private string[] LabelsOf(TaggerRunner runner, int sentence)
    {
        ReadOnlySpan<int> labels = _labels.Of(runner.LabelsOf(_firstParts[sentence], PartsOf(sentence)));
        var texts = new string[labels.Length];
        for (int token = 0; token < texts.Length; token++) texts[token] = _symbols[labels[token]];
        return texts;
    }

    private TaggedToken[] TaggedOf(TaggerRunner runner, IReadOnlyList<string> tokens, int sentence)
    {
        string[] labels = LabelsOf(runner, sentence);
        ReadOnlySpan<float> probabilities = runner.ProbabilitiesOf(_firstParts[sentence], PartsOf(sentence));
        var tagged = new TaggedToken[labels.Length];
        for (int token = 0; token < tagged.Length; token++) tagged[token] = new TaggedToken(tokens[token], labels[token], probabilities[token]);
        return tagged;
    }
}
