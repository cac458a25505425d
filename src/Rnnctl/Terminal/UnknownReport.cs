using System.Globalization;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Terminal;

/// <summary>Says how much of a text a vocabulary does not have, and warns where that is more than a healthy corpus has.</summary>
internal static class UnknownReport
{
    private const int MostWords = 5;

    /// <summary>The share of unknown symbols: <c>1.2%</c>.</summary>
    public static string Share(UnknownSymbols counts) => string.Create(CultureInfo.InvariantCulture, $"{100 * counts.Share:F1}%");

    /// <summary>Notes what share of a text that was read to its end is unknown, and warns.</summary>
    /// <param name="counts">The text's symbols.</param>
    /// <param name="symbols">What they are: <c>tokens</c>.</param>
    /// <param name="console">Where it is said.</param>
    public static void Note(UnknownSymbols counts, string symbols, ToolConsole console)
    {
        console.Note($"unknown: {Share(counts)} of the {symbols}");
        Warn(counts, symbols, other: null, console);
    }

    /// <summary>Notes the unknown symbols of what a filter read, if there are any, and warns.</summary>
    /// <param name="counts">The text's symbols.</param>
    /// <param name="symbols">What they are: <c>tokens</c>.</param>
    /// <param name="console">Where it is said.</param>
    /// <param name="other">The other side of a translator's text; null if there is none.</param>
    public static void NoteAny(UnknownSymbols counts, string symbols, ToolConsole console, UnknownSymbols? other = null)
    {
        if (counts.Unknown == 0) return;
        console.Note(string.Create(
            CultureInfo.InvariantCulture, $"unknown: {counts.Unknown} of {counts.Symbols} {symbols} ({Share(counts)}), most often {Commonest(counts)}"));
        Warn(counts, symbols, other, console);
    }

    /// <summary>Warns if there are more unknown symbols than a healthy corpus has, and if words of the text read as begin or end symbols.</summary>
    /// <param name="counts">The text's symbols.</param>
    /// <param name="symbols">What they are: <c>source symbols of --train</c>.</param>
    /// <param name="other">The other side of a translator's text; null if there is none.</param>
    /// <param name="console">Where it is said.</param>
    /// <returns>Whether the share is a warning.</returns>
    public static bool Warn(UnknownSymbols counts, string symbols, UnknownSymbols? other, ToolConsole console)
    {
        if (counts.FrameWords > 0)
        {
            string words = $"{Plural.Of(counts.FrameWords, "word")} {Vocabulary.Begin} or {Vocabulary.End}";
            console.Warn($"{words} among the {symbols}: read as unknown words, not as the begin and end of a sentence, which need no marks");
        }

        if (UnknownCause.Find(counts, other) is not { } cause) return false;
        console.Warn($"{Share(counts)} of the {symbols} are unknown, most often {Commonest(counts)}: {cause.Text}");
        return true;
    }

    private static string Commonest(UnknownSymbols counts) => string.Join(
        ", ", counts.Commonest(MostWords).Select(word => string.Create(CultureInfo.InvariantCulture, $"{Short(word.Word)} ({word.Count})")));

    private static string Short(string word) => word.Length <= 30 ? word : word[..30] + "...";
}
