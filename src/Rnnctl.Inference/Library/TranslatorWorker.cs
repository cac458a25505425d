using System.Globalization;
using System.Runtime.InteropServices;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.Translators;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Library;

/// <summary>Runs a translator for one call at a time, on the thread of the caller.</summary>
internal sealed class TranslatorWorker : IDisposable
{
    // A batch of long sentences has fewer of them, so that the memory does not depend on the texts.
    private static readonly BatchLimit Limit = BatchLimit.OfBoth(sentences: 32, tokens: 32 * 256);

    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);
    private readonly TranslatorModel _model;
    private readonly ContextualReader? _reader;
    private readonly EncodedSentences _sources;
    private readonly List<int> _ids = [];
    private readonly HypothesisReader _hypotheses;
    private TranslatorRunner? _runner;
    private TranslationOptions? _options;
    private PairScorer? _scorer;

    /// <summary>A worker over the weights of a translator.</summary>
    public TranslatorWorker(TranslatorModel translator)
    {
        _model = translator.On(_backend);
        _model.KeepWeights();
        _reader = _model.NewContextualReader();
        _sources = _model.Text.NewSources();
        _hypotheses = new HypothesisReader(_model.Text);
    }

    /// <summary>The best translations of each text, best first; of a blank text an empty one.</summary>
    /// <exception cref="ArgumentException">A text is too long, or the options ask for attention that the translator does not have.</exception>
    public IReadOnlyList<Translation>[] Translate(IReadOnlyList<string> texts, int count, TranslationOptions options, CancellationToken cancellation)
    {
        _sources.Clear();
        foreach (string text in texts) Encode(text);
        IReadOnlyList<IReadOnlyList<Hypothesis>> found = RunnerWith(options).Run(_sources, cancellation: cancellation);
        return [.. texts.Zip(found, (text, best) => TranslationsOf(text, best, count))];
    }

    /// <summary>The score of each translation, given its source.</summary>
    public SentenceScore[] Score(IReadOnlyList<(string Source, string Translation)> pairs, CancellationToken cancellation)
    {
        var lines = new SentencePairs();
        foreach ((string source, string translation) in pairs) lines.Add(source, translation);
        PairScorer scorer = _scorer ??= new PairScorer(_model, Limit, _reader);
        scorer.Run(TranslationData.Of(lines, _model.Text, maxLength: 0).Encoded, cancellation: cancellation);
        return
        [
            .. Enumerable.Range(0, pairs.Count)
                .Select(pair => SentenceScore.OfText(_model.Text.Target.Symbols(pairs[pair].Translation), scorer.SurprisalsOf(pair))),
        ];
    }

    /// <summary>Frees the memory of running; the weights belong to the translator.</summary>
    public void Dispose()
    {
        _runner?.Dispose();
        _scorer?.Dispose();
        _reader?.Dispose();
        _model.Dispose();
        _backend.Dispose();
    }

    private void Encode(string text)
    {
        TextEncoder encoder = _model.Text.Source;
        _ids.Clear();
        encoder.Encode(text, _ids);
        if (_ids.Count > SourceBuffer.MostSymbols)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"expected a text of at most {SourceBuffer.MostSymbols} symbols, found {_ids.Count}"),
                nameof(text));
        }

        _sources.Words?.Add(encoder.Words(text), _ids.Count);
        if (_ids.Count > 0) _ids.Add(encoder.EndId);
        _sources.Add(CollectionsMarshal.AsSpan(_ids));
    }

    /// <summary>The runner of the last options, or a new one.</summary>
    private TranslatorRunner RunnerWith(TranslationOptions options)
    {
        if (_runner is not null && options == _options) return _runner;
        if (options.CoveragePenalty > 0 && _model.Architecture.Attention == AttentionKind.None)
            throw new ArgumentException("the translator has no attention, which CoveragePenalty needs", nameof(options));
        _runner?.Dispose();
        _options = options;
        var search = new SearchOptions(Vocabulary.BeginId, Vocabulary.EndId, options.Beam, options.LengthPenalty, options.MaxLength)
        {
            CoveragePenalty = options.CoveragePenalty,
        };
        return _runner = new TranslatorRunner(_backend, [_model.Translator], search, Limit, [_reader], weightsAreKept: true);
    }

    private IReadOnlyList<Translation> TranslationsOf(string text, IReadOnlyList<Hypothesis> best, int count) => best.Count == 0
        ? [TranslationOf(TranslatedText.OfBlank)]
        : [.. best.Take(count).Select(hypothesis => TranslationOf(_hypotheses.Read(text, hypothesis)))];

    private static Translation TranslationOf(TranslatedText one) => new()
    {
        Text = one.Text,
        LogProbability = one.LogProbability,
        Score = one.Score,
        IsCut = one.IsCut,
    };
}
