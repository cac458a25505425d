using Rnnctl.Inference.Tagging;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Verbs.Eval;

/// <summary>
/// Prints the scores of labels. For spans it prints the lines of <c>conlleval</c> first, so that scripts which parse those also work with <c>rnnctl eval</c>.
/// </summary>
internal static class TaggingReport
{
    /// <summary>What labels are: <c>spans in iob2</c>.</summary>
    public static string Described(SpanLabelling labels, LabelCensus census)
    {
        if (!labels.AreSpans) return $"no spans: {labels.Reason}";
        SchemeFinding found = SchemeDetector.Detect(census);
        return found.Scheme == LabelScheme.Keep ? $"spans in no scheme, since {found.Reason}" : $"spans in {Choice.NameOf(found.Scheme)}";
    }

    /// <summary>Warns of labels that mark no span, in the gold labels and in somebody's predictions.</summary>
    public static void WarnOfOdd(string goldFile, SpanLabelling gold, (string File, SpanLabelling Labels)? predictions, ToolConsole console)
    {
        if (gold.Warning is { } warning) console.Warn($"{goldFile}: {warning}");
        if (predictions?.Labels.Warning is { } ofPredictions) console.Warn($"{predictions?.File}: {ofPredictions}");
    }

    public static void Write(TextWriter output, EvalResult result, TaggingScores scores)
    {
        if (scores.MarkSpans) WriteSpans(output, scores.Spans);
        else WriteLabels(output, result);
        string micro = scores.OverSpans is { } spans ? FormattableString.Invariant($"micro F1: {100 * spans.F1:F2}; ") : "";
        string labels = Plural.Of(result.Labels.Count, scores.MarkSpans ? "type" : "label");
        output.WriteInvariantLine($"{micro}macro F1: {100 * result.MacroF1:F2} over {labels}");
        if (scores.Intents is { } intents)
        {
            string of = Plural.Of(intents.Sentences, "sentence");
            output.WriteInvariantLine($"intent accuracy: {100 * intents.Accuracy:F2}%; sentence accuracy: {100 * intents.SentenceAccuracy:F2}%, of {of}");
        }

        if (result.Loss is { } loss)
            output.WriteInvariantLine(
                $"loss: {loss:F4}; {Plural.Of(result.Sentences, "sentence")}; {result.TokensPerSecond:N0} tokens/s");
        if (result.Confusion is { } confusions) WriteConfusions(output, confusions);
        if (result.Errors is { } errors) ErrorTable.Write(output, errors, scores.MarkSpans);
    }

    private static void WriteSpans(TextWriter output, SpanScores spans)
    {
        LabelScore all = spans.Overall;
        output.WriteInvariantLine($"processed {spans.Tokens} tokens with {all.Gold} phrases; found: {all.Predicted} phrases; correct: {all.Correct}.");
        output.WriteInvariantLine(
            $"accuracy: {100 * spans.Accuracy,6:F2}%; precision: {100 * all.Precision,6:F2}%; recall: {100 * all.Recall,6:F2}%; FB1: {100 * all.F1,6:F2}");
        foreach (LabelScore type in spans.Types)
        {
            output.WriteInvariantLine(
                $"{type.Label,17}: precision: {100 * type.Precision,6:F2}%; recall: {100 * type.Recall,6:F2}%; FB1: {100 * type.F1,6:F2}  {type.Predicted}");
        }
    }

    private static void WriteLabels(TextWriter output, EvalResult result)
    {
        output.WriteInvariantLine($"processed {result.Tokens} tokens; accuracy: {100 * result.Accuracy,6:F2}%");
        foreach (EvalLabel label in result.Labels)
        {
            output.WriteInvariantLine(
                $"{label.Label,17}: precision: {100 * label.Precision,6:F2}%; recall: {100 * label.Recall,6:F2}%; F1: {100 * label.F1,6:F2}  {label.Gold}");
        }
    }

    private static void WriteConfusions(TextWriter output, IReadOnlyList<EvalConfusion> confusions)
    {
        output.WriteInvariantLine($"confusions (gold, predicted, tokens): {confusions.Count}");
        foreach (EvalConfusion confusion in confusions) output.WriteInvariantLine($"{confusion.Gold,30} {confusion.Predicted,30} {confusion.Tokens,8}");
    }
}
