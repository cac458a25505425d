using System.Xml.Linq;
using Rnnctl.Terminal;

namespace Rnnctl.Reports;

/// <summary>A symbol of a text and how probable a model finds it.</summary>
/// <param name="Symbol">The symbol: a word, a segment or a character.</param>
/// <param name="Surprisal">-log p.</param>
internal readonly record struct ScoredSymbol(string Symbol, float Surprisal)
{
    /// <summary>Symbols with their surprisals.</summary>
    public static ScoredSymbol[] Join(IReadOnlyList<string> symbols, ReadOnlySpan<float> surprisals)
    {
        var scored = new ScoredSymbol[symbols.Count];
        for (int place = 0; place < scored.Length; place++) scored[place] = new ScoredSymbol(symbols[place], surprisals[place]);
        return scored;
    }
}

/// <summary>Text whose symbols have colours by their probability.</summary>
internal static class ScoredText
{
    private const int MostSymbols = 300;

    // Below each of these probabilities a symbol gets a stronger colour.
    private static readonly double[] Bounds = [0.5, 0.1, 0.01, 0.001];

    /// <summary>What the colours mean.</summary>
    public static XElement Legend() => Html.Element(
        "p",
        Html.Class("legend"),
        "Colours by probability: ",
        Enumerable.Range(0, Bounds.Length + 1).Select(level => (object[])
        [
            Html.Element("span", Html.Class($"p{level}"), MeaningOf(level)), " ",
        ]));

    /// <summary>The symbols one after the other.</summary>
    /// <param name="symbols">The symbols.</param>
    /// <param name="separator">What stands between two: a blank, or nothing between characters.</param>
    /// <param name="name">A word that stands before them; empty for none.</param>
    public static XElement Of(IReadOnlyList<ScoredSymbol> symbols, string separator, string name = "") => Html.Element(
        "p",
        Html.Class("scored"),
        name.Length == 0 ? null : Html.Element("span", Html.Class("direction"), name),
        symbols.Take(MostSymbols).Select(symbol => (object[])[Colored(symbol), separator]),
        symbols.Count > MostSymbols ? "…" : null);

    private static string MeaningOf(int level) =>
        level < Bounds.Length ? $"at least {Amount.Significant(Bounds[level], 1)}" : $"below {Amount.Significant(Bounds[^1], 1)}";

    private static XElement Colored(ScoredSymbol symbol)
    {
        double probability = Math.Exp(-symbol.Surprisal);
        int level = Array.FindIndex(Bounds, bound => probability >= bound);
        return Html.Element(
            "bdi",
            Html.Class($"p{(level < 0 ? Bounds.Length : level)}"),
            new XAttribute("title", $"p = {Amount.Significant(probability, 2)}"),
            PrintableText.Of(symbol.Symbol));
    }
}
