using System.Globalization;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Bench;

/// <summary>The made-up vocabularies of the models that are measured.</summary>
internal static class BenchVocabulary
{
    /// <summary>The fewest symbols: the three that every vocabulary has, and one.</summary>
    public const int Fewest = 4;

    /// <summary>The most symbols.</summary>
    public const int Most = 10_000_000;

    /// <summary>An encoder with a vocabulary of so many symbols.</summary>
    public static TextEncoder Of(int symbols)
    {
        var counts = new SymbolCounts();
        for (int symbol = Fewest - 1; symbol < symbols; symbol++) counts.Add(symbol.ToString(CultureInfo.InvariantCulture));
        return new TextEncoder(Vocabulary.ForSequences(counts, new VocabularySelection()), subwords: null);
    }
}
