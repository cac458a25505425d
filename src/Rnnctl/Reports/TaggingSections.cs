using System.Xml.Linq;
using Rnnctl.Inference.Tagging;
using Rnnctl.Plots;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Reports;

/// <summary>The parts of the page that show how a tagger labelled files.</summary>
internal static class TaggingSections
{
    private const int MostConfusions = 30;
    private const int MostInMatrix = 12;
    private const int MostTokens = 200;

    /// <summary>The scores over all labels and of each label or span type.</summary>
    public static XElement Scores(TaggingScores scores, double? loss)
    {
        string what = scores.MarkSpans ? "Spans by type" : "Tokens by label", name = scores.MarkSpans ? "Type" : "Label";
        Column[] columns = [new(name, IsText: true), new("F1"), new("Precision"), new("Recall"), new("Gold"), new("Predicted"), new("Correct")];
        return Html.Section(
            "scores",
            "Scores by label",
            Html.Paragraph(Summary(scores, loss)),
            Table.Of(what, columns, scores.Labels.OrderByDescending(label => label.Gold).Select(Row)));
    }

    /// <summary>Which labels are given in place of which.</summary>
    /// <param name="confusions">The counts.</param>
    /// <param name="labels">The labels, by their ids.</param>
    public static XElement Confusion(ConfusionMatrix confusions, SymbolTable labels)
    {
        IReadOnlyList<Confusion> errors = confusions.Errors();
        if (errors.Count == 0) return Html.Section("confusion", "Confusion", Html.Paragraph("Every token has its gold label."));
        string shown = errors.Count > MostConfusions ? $"The {MostConfusions} most frequent of {Amount.Whole(errors.Count)} confusions" : "All confusions";
        return Html.Section(
            "confusion",
            "Confusion",
            Html.WidePicture(
                AttentionMapDrawing.Draw(Matrix(confusions, errors, labels)),
                "Rows are gold labels, columns predicted ones; a colour is the share of the gold label's tokens. Shown are the labels of the most frequent "
                + "confusions, so a row need not add up to 1."),
            Table.Of(
                shown,
                [new("Gold", IsText: true), new("Predicted", IsText: true), new("Tokens")],
                errors.Take(MostConfusions).Select(error => (object?[])[Html.Data(error.Gold), Html.Data(error.Predicted), Amount.Whole(error.Count)])));
    }

    /// <summary>The sentences with the most wrong labels.</summary>
    /// <param name="worst">The sentences, the worst first.</param>
    /// <param name="wrong">How many sentences have a wrong label.</param>
    /// <param name="scores">The scores of all.</param>
    public static XElement Errors(IReadOnlyList<TaggedSentence> worst, int wrong, TaggingScores scores)
    {
        if (worst.Count == 0) return Html.Section("errors", "Worst errors", Html.Paragraph("No sentence has a wrong label."));
        string thing = scores.MarkSpans ? "spans" : "labels";
        return Html.Section(
            "errors",
            "Worst errors",
            Html.Paragraph(
                $"{Plural.Of(wrong, "sentence")} with a wrong label; shown are those with the most wrong {thing}, of equal ones the least probable. "
                + "Below a token stand the predicted label (✗) and the gold label (✓), or the one label where they agree. The vocabulary lacks a token with "
                + "dots below it."),
            Html.Element("ol", Html.Class("sentences"), worst.Select(sentence => SentenceOf(sentence, scores.MarkSpans))));
    }

    private static string Summary(TaggingScores scores, double? loss)
    {
        string overSpans = scores.OverSpans is { } spans
            ? $"F1 {Amount.Hundredths(spans.F1)}, precision {Amount.Hundredths(spans.Precision)}, recall {Amount.Hundredths(spans.Recall)} over "
              + $"{Amount.Whole(spans.Gold)} gold spans, as conlleval counts them; "
            : "";
        string mean = loss is { } nats ? $"; loss {Amount.Fixed(nats, 4)} nats per token" : "";
        return $"{overSpans}accuracy {Amount.Hundredths(scores.Spans.Accuracy)} over {Amount.Whole(scores.Spans.Tokens)} tokens{mean}.";
    }

    private static object?[] Row(LabelScore label) =>
    [
        label.Label.Length == 0 ? "(no type)" : Html.Data(label.Label),
        Html.Share(label.F1, Amount.Hundredths(label.F1)),
        Amount.Hundredths(label.Precision),
        Amount.Hundredths(label.Recall),
        Amount.Whole(label.Gold),
        Amount.Whole(label.Predicted),
        Amount.Whole(label.Correct),
    ];

    /// <summary>The labels that are confused most often, gold against predicted.</summary>
    private static AttentionMap Matrix(ConfusionMatrix confusions, IReadOnlyList<Confusion> errors, SymbolTable labels)
    {
        IEnumerable<string> confused = errors.SelectMany(error => (string[])[error.Gold, error.Predicted]).Distinct().Take(MostInMatrix);
        int[] ids = [.. confused.Order(StringComparer.Ordinal).Select(label => labels.Add(label))];
        Dictionary<string, long> gold = confusions.LabelScores().ToDictionary(label => label.Label, label => label.Gold);
        float[][] shares = [.. ids.Select(row => ids.Select(column => Share(confusions[row, column], gold[labels[row]])).ToArray())];
        string[] shown = [.. ids.Select(id => PrintableText.Of(labels[id]))];
        return new AttentionMap("Confused labels", shown, shown, shares) { Scale = "share of the gold label" };
    }

    private static float Share(long count, long all) => all == 0 ? 0 : (float)count / all;

    private static XElement SentenceOf(TaggedSentence sentence, bool markSpans) =>
        Html.Element("li", Html.Paragraph(HeadOf(sentence, markSpans)), TokensOf(sentence, markSpans));

    private static string HeadOf(TaggedSentence sentence, bool markSpans)
    {
        string missed = markSpans
            ? $"{Plural.Of(sentence.Missed, "span")} missed, {Plural.Of(sentence.Invented, "span")} predicted where there is none"
            : Plural.Of(sentence.Missed, "wrong label");
        return $"Sentence {Amount.Whole(sentence.Number)}: {missed}; loss {Amount.Fixed(sentence.Loss, 2)}";
    }

    private static XElement TokensOf(TaggedSentence sentence, bool markSpans) => Html.Element(
        "ul",
        Html.Class("tokens"),
        sentence.Tokens.Take(MostTokens).Select(token => TokenOf(token, markSpans)),
        sentence.Tokens.Count > MostTokens ? Html.Element("li", "…") : null);

    private static XElement TokenOf(TaggedToken token, bool markSpans)
    {
        bool isWrong = token.Gold != token.Predicted, isOutside = markSpans && token.Gold == "O" && !isWrong;
        XElement text = Html.Element("bdi", Html.Class(token.IsUnknown ? "token unknown" : "token"), PrintableText.Of(token.Text));
        if (isOutside) return Html.Element("li", text);
        return isWrong
            ? Html.Element("li", Html.Class("wrong"), text, LabelOf("predicted", "✗ ", token.Predicted), LabelOf("gold", "✓ ", token.Gold))
            : Html.Element("li", Html.Class("right"), text, LabelOf("label", "", token.Gold));
    }

    private static XElement LabelOf(string kind, string mark, string label) =>
        Html.Element("span", Html.Class(kind), Html.Spoken($" {kind} "), mark, Html.Data(label));
}
