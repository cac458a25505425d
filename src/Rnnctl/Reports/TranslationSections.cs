using System.Xml.Linq;
using Rnnctl.Inference.Translation;
using Rnnctl.Plots;
using Rnnctl.Terminal;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Reports;

/// <summary>The parts of the page that show how a translator translated files.</summary>
internal static class TranslationSections
{
    /// <summary>BLEU, chrF and perplexity.</summary>
    /// <param name="bleu">BLEU.</param>
    /// <param name="chrf">chrF.</param>
    /// <param name="loss">The mean of -log p over the references' symbols.</param>
    /// <param name="cut">Which translations were cut; empty for none.</param>
    public static XElement Scores(BleuScore bleu, ChrfScore chrf, double loss, string cut) => Html.Section(
        "scores",
        "Scores",
        Table.Of(
            "Scores of the translations",
            [new("Score", IsText: true), new("Value"), new("How", IsText: true)],
            [
                ["BLEU", Amount.Fixed(bleu.Score, 2), Html.Element("code", bleu.Signature)],
                ["chrF2", Amount.Fixed(chrf.Score, 2), Html.Element("code", chrf.Signature)],
                ["Perplexity", Amount.Fixed(Math.Exp(loss), 3), "per target symbol, the decoder reading the right symbols before it"],
                ["Loss", Amount.Fixed(loss, 4), "nats per target symbol"],
                ["Precisions", string.Join(" / ", bleu.Precisions.Select(precision => Amount.Fixed(precision, 1))), "of runs of 1, 2, 3 and 4 words"],
                ["Length", Amount.Fixed(bleu.Ratio, 3), $"{Amount.Whole(bleu.HypothesisTokens)} words, the references {Amount.Whole(bleu.ReferenceTokens)}"],
            ]),
        cut.Length == 0 ? null : Html.Paragraph(cut + "."));

    /// <summary>The pairs whose references are the least probable.</summary>
    public static XElement Errors(IReadOnlyList<TranslatedPair> worst) => Html.Section(
        "errors",
        "Worst errors",
        Html.Paragraph("The pairs whose references the model finds the least probable, by the mean of −log\u00A0p over their symbols."),
        ScoredText.Legend(),
        Html.Element("ol", Html.Class("sentences"), worst.Select(PairOf)));

    /// <summary>The attention of examples.</summary>
    /// <param name="examples">The translations, each with the number of its pair, from 1.</param>
    public static XElement Attention(IReadOnlyList<(int Number, WordAttention Attention)> examples) => Html.Section(
        "attention",
        "Attention",
        Html.Paragraph("Where the decoder looked: a row for each word of a translation, a column for each word of its source."),
        Html.Element(
            "div",
            Html.Class("maps"),
            examples.Select(example => Html.WidePicture(AttentionMapDrawing.Draw(MapOf(example)), CaptionOf(example.Attention)))));

    private static XElement PairOf(TranslatedPair pair) => Html.Element(
        "li",
        Html.Paragraph($"Pair {Amount.Whole(pair.Number)}: loss {Amount.Fixed(pair.Loss, 3)} per symbol"),
        Html.Element(
            "dl",
            Html.Class("pair"),
            Html.Element("dt", "Source"),
            Html.Element("dd", Html.Data(pair.Source)),
            Html.Element("dt", "Reference"),
            Html.Element("dd", ScoredText.Of(pair.Reference, " ")),
            Html.Element("dt", "Translation"),
            Html.Element("dd", Html.Data(pair.Translation))));

    private static AttentionMap MapOf((int Number, WordAttention Attention) example) => new(
        $"pair {Amount.Whole(example.Number)}",
        [.. example.Attention.SourceWords.Select(PrintableText.Of)],
        [.. example.Attention.TargetWords.Select(PrintableText.Of)],
        example.Attention.Weights);

    private static object?[] CaptionOf(WordAttention attention) =>
        [Html.Data(string.Join(' ', attention.SourceWords)), " → ", Html.Data(string.Join(' ', attention.TargetWords))];
}

/// <summary>A pair of sentences and what a translator makes of it.</summary>
/// <param name="Number">Its number in the files, from 1.</param>
/// <param name="Source">The sentence.</param>
/// <param name="Reference">The right translation, symbol by symbol.</param>
/// <param name="Translation">The model's translation.</param>
/// <param name="Loss">The mean of -log p over the reference's symbols.</param>
internal sealed record TranslatedPair(int Number, string Source, IReadOnlyList<ScoredSymbol> Reference, string Translation, double Loss);
