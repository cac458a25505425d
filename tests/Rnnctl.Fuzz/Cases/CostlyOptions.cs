using System.Text.RegularExpressions;

namespace Rnnctl.Fuzz.Cases;

/// <summary>
/// Options whose large values only cost time: two thousand million epochs are valid, but the case would never end. Large values of these options are
/// replaced with small ones.
/// </summary>
internal static partial class CostlyOptions
{
    private const string Small = "2";

    /// <summary>Replaces large numbers of costly options in a command line.</summary>
    public static IReadOnlyList<string> Cap(IReadOnlyList<string> words)
    {
        string[] capped = [.. words];
        for (int i = 0; i < capped.Length; i++)
        {
            if (RandomWords.Oversized.Contains(capped[i])) continue;
            capped[i] = Assigned().Replace(capped[i], "${key}" + Small);
            bool follows = capped[..i].LastOrDefault(word => word.StartsWith('-') && !Large().IsMatch(word)) is { } option && Named().IsMatch(option);
            if (follows && Large().IsMatch(capped[i])) capped[i] = Small;
        }

        return capped;
    }

    /// <summary>The same in a config file or the configuration of a model.</summary>
    public static string Cap(string text) => InFile().Replace(text, "${key}" + Small);

    private const string Names = "(epochs|seconds|max[-_]length|threads|char[-_]hidden|vocabulary|beam|bpe|points)";
    private const string LargeNumber = @"[+-]?(\d[\d.]*e\+?\d+|\d{3,}[\d.]*)";

    [GeneratedRegex("^--" + Names + "$")]
    private static partial Regex Named();

    [GeneratedRegex("^" + LargeNumber + "$", RegexOptions.IgnoreCase)]
    private static partial Regex Large();

    [GeneratedRegex("^(?<key>--" + Names + "[=:])" + LargeNumber + "$", RegexOptions.IgnoreCase)]
    private static partial Regex Assigned();

    [GeneratedRegex("(?<key>" + Names + """["']?\s*:\s*["']?)""" + LargeNumber, RegexOptions.IgnoreCase)]
    private static partial Regex InFile();
}
