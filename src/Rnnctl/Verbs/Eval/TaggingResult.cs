using Rnnctl.Inference.Tagging;
using Rnnctl.Options;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Verbs.Eval;

/// <summary>The result of scoring labels, whoever predicted them.</summary>
internal static class TaggingResult
{
    private const string NoScheme = "none";

    /// <summary>The scores of labels, without loss and without what only a model's vocabularies tell.</summary>
    public static EvalResult Of(LabelledCorpus gold, PredictedLabels predicted, TaggingScores scores, double seconds, EvalRequest request)
    {
        SpanScores spans = scores.Spans;
        IReadOnlyList<LabelScore> labels = scores.Labels;
        LabelCensus? census = scores.MarkSpans ? LabelCensus.Of(gold) : null;
        return new EvalResult
        {
            Task = "tag",
            Sentences = gold.Sentences,
            Tokens = spans.Tokens,
            Loss = null,
            Accuracy = spans.Accuracy,
            Precision = scores.OverSpans?.Precision,
            Recall = scores.OverSpans?.Recall,
            F1 = scores.OverSpans?.F1,
            IntentAccuracy = scores.Intents?.Accuracy,
            SentenceAccuracy = scores.Intents?.SentenceAccuracy,
            MacroF1 = LabelScore.MacroF1(labels),
            Scheme = census is null ? NoScheme : SchemeName(census),
            OddLabels = census is null ? 0 : SpanLabelling.Of(census).Odd,
            Labels = [.. labels.Select(one => new EvalLabel(one.Label, one.Precision, one.Recall, one.F1, one.Gold, one.Predicted, one.Correct))],
            Confusion = request.Confusion
                ? [.. scores.Confusions.Errors().Select(error => new EvalConfusion(error.Gold, error.Predicted, error.Count))]
                : null,
            Errors = request.Errors is { } most ? ErrorTable.Of(gold, predicted, scores.MarkSpans, most) : null,
            Seconds = seconds,
            TokensPerSecond = spans.Tokens / seconds,
        };
    }

    private static string SchemeName(LabelCensus labels) =>
        SchemeDetector.Detect(labels).Scheme is var scheme && scheme == LabelScheme.Keep ? NoScheme : Choice.NameOf(scheme);
}
