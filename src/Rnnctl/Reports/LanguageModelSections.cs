using System.Xml.Linq;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Reports;

/// <summary>The parts of the page that show how probable a language model finds a text.</summary>
internal static class LanguageModelSections
{
    /// <summary>The perplexities.</summary>
    /// <param name="scores">The losses.</param>
    /// <param name="text">The text.</param>
    /// <param name="unit">What a symbol is.</param>
    public static XElement Scores(LanguageModelScores scores, EncodedText text, TextUnit unit)
    {
        List<object?[]> rows = [];
        if (scores.ForwardPerplexity is { } forward) rows.Add(["Forward", Amount.Fixed(forward, 3), "per symbol, each predicted from those before it"]);
        if (scores.BackwardPerplexity is { } backward) rows.Add(["Backward", Amount.Fixed(backward, 3), "per symbol, each predicted from those after it"]);
        if (rows.Count > 1) rows.Add(["Both", Amount.Fixed(scores.Perplexity, 3), "the geometric mean"]);
        rows.Add(["Words", Amount.Fixed(scores.WordPerplexity(text), 3), "per word and sentence end, which models of different symbols share"]);
        if (unit == TextUnit.Characters) rows.Add(["Bits", Amount.Fixed(scores.Loss / Math.Log(2), 4), "bits per character"]);
        rows.Add(["Loss", Amount.Fixed(scores.Loss, 4), "nats per symbol"]);
        return Html.Section("scores", "Perplexity", Table.Of("Perplexity", [new("Of", IsText: true), new("Value"), new("How", IsText: true)], rows));
    }

    /// <summary>The least probable sentences.</summary>
    public static XElement Errors(IReadOnlyList<ScoredSentence> worst) => Html.Section(
        "errors",
        "Worst sentences",
        Html.Paragraph("The least probable sentences by the mean of −log\u00A0p over their symbols, each read from the initial state."),
        ScoredText.Legend(),
        Html.Element("ol", Html.Class("sentences"), worst.Select(SentenceOf)));

    private static XElement SentenceOf(ScoredSentence sentence) => Html.Element(
        "li",
        Html.Paragraph(Html.Data(sentence.Place), $": loss {Amount.Fixed(sentence.Loss, 3)} per symbol"),
        sentence.Directions.Select(one => ScoredText.Of(one.Symbols, sentence.Separator, sentence.Directions.Count > 1 ? one.Name : "")));
}

/// <summary>A sentence as a language model scores it.</summary>
/// <param name="Place">File and line.</param>
/// <param name="Directions">The name of each direction, and the sentence's symbols as it predicts them, in the order of the text.</param>
/// <param name="Separator">What stands between two symbols.</param>
/// <param name="Loss">The mean of -log p over all predictions.</param>
internal sealed record ScoredSentence(
    string Place, IReadOnlyList<(string Name, IReadOnlyList<ScoredSymbol> Symbols)> Directions, string Separator, double Loss);
