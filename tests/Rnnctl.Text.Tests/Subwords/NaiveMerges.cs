namespace Rnnctl.Text.Tests.Subwords;

/// <summary>
/// Sennrich et al.'s algorithm 1 in its simplest form, on texts: counts all pairs of all words again for every merge.
/// </summary>
internal static class NaiveMerges
{
    /// <summary>The lines of the merges, without the version.</summary>
    public static IEnumerable<string> Learn(IEnumerable<(string Word, long Count)> counted, int merges)
    {
        (List<string> Symbols, long Count)[] words = [.. counted.Select(word => (Characters(word.Word), word.Count))];
        for (int merge = 0; merge < merges; merge++)
        {
            Dictionary<(string Left, string Right), long> counts = [];
            foreach ((List<string> symbols, long count) in words)
                foreach (var pair in symbols.Zip(symbols.Skip(1)))
                    counts[pair] = counts.GetValueOrDefault(pair) + count;
            if (counts.Count == 0 || counts.Values.Max() < 2) yield break;
            var best = counts.OrderByDescending(pair => pair.Value)
                .ThenByDescending(pair => CodePoints(pair.Key.Left), StringComparer.Ordinal)
                .ThenByDescending(pair => CodePoints(pair.Key.Right), StringComparer.Ordinal)
                .First().Key;
            foreach ((List<string> symbols, _) in words) Merge(symbols, best.Left, best.Right);
            yield return $"{best.Left} {best.Right}";
        }
    }

    /// <summary>Segments a word: applies each merge in turn to the whole word.</summary>
    public static string[] Segment(string word, IEnumerable<string> merges)
    {
        List<string> symbols = Characters(word);
        foreach (string[] merge in merges.Select(line => line.Split(' '))) Merge(symbols, merge[0], merge[1]);
        return [.. symbols.SkipLast(1).Select(symbol => symbol + "@@"), symbols[^1][..^"</w>".Length]];
    }

    /// <summary>Segments a word: as long as a pair has a merge, applies the merge that comes first in the file to the whole word.</summary>
    public static string[] SegmentByRank(string word, string[] merges)
    {
        List<string> symbols = Characters(word);
        while (symbols.Zip(symbols.Skip(1), (left, right) => Array.IndexOf(merges, $"{left} {right}")).Where(rank => rank >= 0).DefaultIfEmpty(-1).Min()
            is >= 0 and int first)
        {
            string[] merge = merges[first].Split(' ');
            Merge(symbols, merge[0], merge[1]);
        }

        return [.. symbols.SkipLast(1).Select(symbol => symbol + "@@"), symbols[^1][..^"</w>".Length]];
    }

    private static List<string> Characters(string word)
    {
        List<string> symbols = [.. word.EnumerateRunes().Select(rune => rune.ToString())];
        symbols[^1] += "</w>";
        return symbols;
    }

    private static void Merge(List<string> symbols, string left, string right)
    {
        for (int place = 0; place + 1 < symbols.Count; place++)
        {
            if (symbols[place] != left || symbols[place + 1] != right) continue;
            symbols[place] += symbols[place + 1];
            symbols.RemoveAt(place + 1);
        }
    }

    // Numbers of the same width sort like texts by code point.
    private static string CodePoints(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.Value.ToString("X6")));
}
