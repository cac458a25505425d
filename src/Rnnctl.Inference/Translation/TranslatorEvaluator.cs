using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Contextual;
using Rnnctl.Models.Decoding;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Metrics;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Translation;

/// <summary>Scores a translator on pairs of sentences. One evaluator serves all evaluations of a training run.</summary>
public sealed class TranslatorEvaluator : IDisposable
{
    private readonly TranslationData _data;
    private readonly TranslatorText _text;
    private readonly WorkShare? _share;
    private readonly EncodedSentences _sources;
    private readonly PairScorer _scorer;
    private readonly ContextualReader? _contextual;
    private readonly bool _ownsContextual;
    private readonly TranslatorRunner _runner;
    private readonly HypothesisReader _hypotheses;

    /// <summary>An evaluator of a model on pairs; none may have been left out.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The pairs.</param>
    /// <param name="limit">How large a batch may be.</param>
    /// <param name="search">How translations are searched for; null takes the most probable symbol at each step.</param>
    /// <param name="contextual">
    /// Gives the sources' words the vectors of language models, and belongs to the caller; null to compute those of each batch, if the model reads any.
    /// </param>
    /// <param name="share">The pairs that this process translates and the batches that it scores; null for all.</param>
    public TranslatorEvaluator(
        TranslatorModel model, TranslationData data, BatchLimit limit, SearchOptions? search = null, ContextualReader? contextual = null,
        WorkShare? share = null)
    {
        (_data, _text, _share) = (data, model.Text, share);
        _sources = WithoutBlanks(data.Encoded.Sources, share);
        _contextual = contextual ?? model.NewContextualReader();
        _ownsContextual = contextual is null;
        _scorer = new PairScorer(model, limit, _contextual);
        _runner = new TranslatorRunner(model.Backend, [model.Translator], search ?? SearchOf(data, beam: 1), limit, [_contextual]);
        _hypotheses = new HypothesisReader(model.Text);
    }

    /// <summary>The mean of -log p over the targets' symbols and ends, in nats; the decoder reads the right symbols before each.</summary>
    public double MeanLoss()
    {
        _scorer.Run(_data.Encoded, share: _share);
        Span<double> sum = [0];
        foreach (float surprisal in _scorer.Surprisals) sum[0] += surprisal;
        _share?.Sum(sum);
        return sum[0] / _scorer.Surprisals.Length;
    }

    /// <summary>-log p of each symbol of a target, the end symbol last, as <see cref="MeanLoss"/> found it; valid until it is called again.</summary>
    public ReadOnlySpan<float> SurprisalsOf(int pair) => _scorer.SurprisalsOf(pair);

    /// <summary>The pairs, from 0, whose last translations the search cut at its greatest length.</summary>
    public IReadOnlyList<int> CutPairs { get; private set; } = [];

    /// <summary>The best translation of each source; a blank source, and one that another process translates, has an empty one.</summary>
    public IReadOnlyList<string> Translate()
    {
        IReadOnlyList<string> lines = _data.Pairs.Sources;
        IReadOnlyList<IReadOnlyList<Hypothesis>> found = _runner.Run(_sources);
        CutPairs = [.. Enumerable.Range(0, found.Count).Where(pair => found[pair] is [{ IsCut: true }, ..])];
        return [.. found.Select((best, pair) => best.Count == 0 ? "" : _hypotheses.Read(lines[pair], best[0]).Text)];
    }

    /// <summary>BLEU and chrF2 of the best translations, from 0 to 100; without regard to case where the model's target is in lower case.</summary>
    public (double Bleu, double Chrf) Score()
    {
        (BleuScore bleu, ChrfScore chrf) = Score(Translate());
        return (bleu.Score, chrf.Score);
    }

    /// <summary>BLEU and chrF2 of translations, over the pairs of all processes, likewise.</summary>
    /// <param name="translations">What <see cref="Translate"/> returned.</param>
    public (BleuScore Bleu, ChrfScore Chrf) Score(IReadOnlyList<string> translations)
    {
        var bleu = new Bleu(BleuTokenization.Mteval13a, _text.IgnoresCase);
        var chrf = new Chrf(_text.IgnoresCase);
        for (int pair = 0; pair < translations.Count; pair++)
        {
            if (_share is not null && !_share.Includes(pair)) continue;
            string reference = _text.Reference(_data.Pairs.Targets[pair]);
            bleu.Add(translations[pair], reference);
            chrf.Add(translations[pair], reference);
        }

        if (_share is not null)
        {
            bleu.Join(_share.Sum);
            chrf.Join(_share.Sum);
        }

        return (bleu.Score(), chrf.Score());
    }

    /// <summary>Frees the memory of searching and of scoring; the model belongs to the caller.</summary>
    public void Dispose()
    {
        _scorer.Dispose();
        _runner.Dispose();
        if (_ownsContextual) _contextual?.Dispose();
    }

    /// <summary>The sources; one that has only its end symbol, or is another part's, is made empty, which is not translated.</summary>
    private static EncodedSentences WithoutBlanks(EncodedSentences framed, WorkShare? share)
    {
        var sources = new EncodedSentences { Words = framed.Words };
        for (int sentence = 0; sentence < framed.Count; sentence++)
        {
            bool isLeftOut = framed.LengthOf(sentence) == 1 || (share is not null && !share.Includes(sentence));
            sources.Add(isLeftOut ? [] : framed[sentence]);
        }

        return sources;
    }

    /// <summary>
    /// How pairs are translated in training: with the usual length penalty, and a limit of length that follows from the sources. An untrained model rarely
    /// makes the end symbol, so a translation is cut where it is too long to be right.
    /// </summary>
    /// <param name="data">The pairs.</param>
    /// <param name="beam">The beam; 1 for greedy search.</param>
    public static SearchOptions SearchOf(TranslationData data, int beam)
    {
        int longest = 0;
        for (int pair = 0; pair < data.Encoded.Count; pair++) longest = Math.Max(longest, data.Encoded.Sources.LengthOf(pair));
        return new SearchOptions(Vocabulary.BeginId, Vocabulary.EndId, beam, LengthPenalty: 1, MaxLength: (2 * longest) + 10);
    }
}
