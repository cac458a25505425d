using Rnnctl.Models.Decoding;

namespace Rnnctl.Models.Tests.Decoding;

/// <summary>Searches for the translations of one source under rules, without a mask: each symbol is tried, and the rules are taken word by word.</summary>
/// <param name="model">The translator.</param>
/// <param name="options">The rules, and the width of the beam.</param>
/// <param name="source">The source.</param>
/// <param name="prefix">The symbols with which its translations begin.</param>
internal sealed class NaiveSearch(DrawnTranslator model, SearchOptions options, int[] source, int[] prefix)
{
    /// <summary>All translations that the rules allow, with their log-probabilities, the most probable first.</summary>
    public (int[] Target, double LogProbability)[] All() =>
        [.. From([], 0).OrderByDescending(one => one.LogProbability)];

    /// <summary>The translations that a beam finds, the most probable first.</summary>
    public (int[] Target, double LogProbability)[] Beam()
    {
        List<(int[] Target, double LogProbability)> live = [([], 0)], ended = [];
        while (live.Count > 0)
        {
            int width = options.Beam - ended.Count;
            (int[] Target, double LogProbability)[] best =
                [.. live.SelectMany(one => Steps(one.Target, one.LogProbability)).OrderByDescending(one => one.LogProbability).Take(width)];
            ended.AddRange(best.Where(one => IsWhole(one.Target)));
            live = [.. best.Where(one => !IsWhole(one.Target))];
        }

        return [.. ended.OrderByDescending(one => one.LogProbability)];
    }

    /// <summary>The symbols that may follow some.</summary>
    public int[] Allowed(int[] before)
    {
        if (before.Length < prefix.Length) return [prefix[before.Length]];
        int[] allowed = [.. Enumerable.Range(0, DrawnTranslator.Symbols).Where(symbol => IsAllowed([.. before, symbol]))];
        return allowed.Length > 0 ? allowed : [DrawnTranslator.End];
    }

    private bool IsAllowed(int[] target)
    {
        if (options.Excluded.Contains(target[^1])) return false;
        if (target[^1] == DrawnTranslator.End && target.Length - 1 < options.MinLength) return false;
        return options.UniqueNgram == 0 || !Ngrams(target[..^1]).Contains(string.Join(' ', target.TakeLast(options.UniqueNgram)));
    }

    private string[] Ngrams(int[] symbols) =>
    [
        .. Enumerable.Range(0, Math.Max(0, symbols.Length - options.UniqueNgram + 1))
            .Select(start => string.Join(' ', symbols[start..(start + options.UniqueNgram)])),
    ];

    private bool IsWhole(int[] target) => target[^1] == DrawnTranslator.End || target.Length == options.MaxLength;

    private IEnumerable<(int[] Target, double LogProbability)> Steps(int[] before, double logProbability)
    {
        double[] next = model.Next(source, before);
        return Allowed(before).Select(symbol => ((int[])[.. before, symbol], logProbability + next[symbol]));
    }

    private IEnumerable<(int[] Target, double LogProbability)> From(int[] before, double logProbability) =>
        Steps(before, logProbability).SelectMany(one => IsWhole(one.Target) ? [one] : From(one.Target, one.LogProbability));
}
