namespace Rnnctl.CommandLine;

/// <summary>Suggests the word that a user may have meant.</summary>
internal static class Spelling
{
    private const int MaxDistance = 2;

    // What other tools call the same options.
    private static readonly Dictionary<string, string> OtherNames = new()
    {
        ["--learning-rate"] = "--lr",
        ["--hidden-size"] = "--hidden",
        ["--hidden-dim"] = "--hidden",
        ["--num-layers"] = "--layers",
        ["--embedding-size"] = "--embedding",
        ["--embedding-dim"] = "--embedding",
        ["--max-epochs"] = "--epochs",
        ["--num-epochs"] = "--epochs",
        ["--early-stopping"] = "--patience",
        ["--clip"] = "--clip-norm",
        ["--grad-clip"] = "--clip-norm",
        ["--beam-size"] = "--beam",
        ["--optim"] = "--optimizer",
        ["--model-type"] = "--cell",
        ["--save-dir"] = "--output",
        ["--out"] = "--output",
        ["--dev"] = "--valid",
        ["--validation"] = "--valid",
    };

    /// <summary>The option to suggest for an unknown one: a name from another tool is translated, otherwise the nearest name is taken; or null.</summary>
    public static string? Meant(string word, IReadOnlyList<string> options) =>
        OtherNames.TryGetValue(word, out string? name) && options.Contains(name) ? name : Nearest(word, options);

    /// <summary>The candidate nearest to a word, or null if none is within an edit distance of two.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates) =>
        candidates.Where(candidate => Distance(word, candidate) <= MaxDistance).MinBy(candidate => Distance(word, candidate));

    /// <summary>Edit distance: how many letters to insert, delete or replace to turn one word into the other (Levenshtein 1966).</summary>
    public static int Distance(string first, string second)
    {
        int[] previous = [.. Enumerable.Range(0, second.Length + 1)];
        for (int i = 1; i <= first.Length; i++)
        {
            int[] current = new int[second.Length + 1];
            current[0] = i;
            for (int j = 1; j <= second.Length; j++)
            {
                int replace = previous[j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1);
                current[j] = Math.Min(replace, 1 + Math.Min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[second.Length];
    }
}
