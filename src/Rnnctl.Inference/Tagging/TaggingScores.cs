using Rnnctl.Inference.Configurations;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Inference.Tagging;

/// <summary>The agreement of predicted labels with a gold corpus.</summary>
/// <param name="Spans">conlleval's counts.</param>
/// <param name="Confusions">Gold labels against predicted ones.</param>
/// <param name="MarkSpans">Whether F1 over spans is the score; otherwise accuracy over tokens is.</param>
public sealed record TaggingScores(SpanScores Spans, ConfusionMatrix Confusions, bool MarkSpans)
{
    /// <summary>How many intents and whole sentences are right; null without intents.</summary>
    public IntentScores? Intents { get; init; }

    /// <summary>Precision, recall and F1 over spans; null where accuracy is the score.</summary>
    public LabelScore? OverSpans => MarkSpans ? Spans.Overall : null;

    /// <summary>The scores of each span type, or of each label where accuracy is the score, in ordinal order.</summary>
    public IReadOnlyList<LabelScore> Labels => MarkSpans ? Spans.Types : Confusions.LabelScores();

    /// <summary>Scores labels against the corpus that they were predicted for.</summary>
    /// <param name="gold">The corpus.</param>
    /// <param name="predicted">The labels.</param>
    /// <param name="kind">What they are scored by; null for what the gold labels look like, as rnnctl 0.1.0 decided.</param>
    public static TaggingScores Of(LabelledCorpus gold, PredictedLabels predicted, ScoreKind? kind)
    {
        bool markSpans = kind is { } decided ? decided == ScoreKind.Spans : SchemeDetector.IsSpanLabelling(gold.DistinctLabels());
        var spans = new SpanScorer(gold.LabelSymbols);
        var confusions = new ConfusionMatrix(gold.LabelSymbols);
        for (int sentence = 0; sentence < gold.Sentences; sentence++)
        {
            spans.Add(gold.LabelsOf(sentence), predicted.LabelsOf(sentence));
            confusions.Add(gold.LabelsOf(sentence), predicted.LabelsOf(sentence));
        }

        return new TaggingScores(spans.Score(), confusions, markSpans) { Intents = IntentScores.Of(gold, predicted) };
    }
}
