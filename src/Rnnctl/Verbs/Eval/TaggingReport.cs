using System.Globalization;
using Rnnctl.Inference.Tagging;
using Rnnctl.Terminal;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Verbs.Eval;

/// <summary>
/// What <c>rnnctl eval</c> prints of labels for a person: for spans, line by line what <c>conlleval</c> prints, so that scripts that read that read this too.
/// </summary>
internal static class TaggingReport
{
    /// <summary>Writes the report.</summary>
    public static void Write(TextWriter output, EvalResult result, TaggingScores scores)
    {
        if (scores.MarkSpans) WriteSpans(output, scores.Spans);
        else WriteLabels(output, result);
        if (result.Loss is { } loss) Line(output, $"loss: {loss:F4}; {Plural.Of(result.Sentences, "sentence")}; {result.TokensPerSecond:N0} tokens/s");
        if (result.Confusion is { } confusions) WriteConfusions(output, confusions);
    }

    private static void WriteSpans(TextWriter output, SpanScores spans)
    {
        LabelScore all = spans.Overall;
        Line(output, $"processed {spans.Tokens} tokens with {all.Gold} phrases; found: {all.Predicted} phrases; correct: {all.Correct}.");
        Line(
            output,
            $"accuracy: {100 * spans.Accuracy,6:F2}%; precision: {100 * all.Precision,6:F2}%; recall: {100 * all.Recall,6:F2}%; FB1: {100 * all.F1,6:F2}");
        foreach (LabelScore type in spans.Types)
        {
            Line(
                output,
                $"{type.Label,17}: precision: {100 * type.Precision,6:F2}%; recall: {100 * type.Recall,6:F2}%; FB1: {100 * type.F1,6:F2}  {type.Predicted}");
        }
    }

    private static void WriteLabels(TextWriter output, EvalResult result)
    {
        Line(output, $"processed {result.Tokens} tokens; accuracy: {100 * result.Accuracy,6:F2}%");
        foreach (EvalLabel label in result.Labels)
        {
            Line(
                output,
                $"{label.Label,17}: precision: {100 * label.Precision,6:F2}%; recall: {100 * label.Recall,6:F2}%; F1: {100 * label.F1,6:F2}  {label.Gold}");
        }
    }

    private static void WriteConfusions(TextWriter output, IReadOnlyList<EvalConfusion> confusions)
    {
        Line(output, $"confusions (gold, predicted, tokens): {confusions.Count}");
        foreach (EvalConfusion confusion in confusions) Line(output, $"{confusion.Gold,30} {confusion.Predicted,30} {confusion.Tokens,8}");
    }

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
