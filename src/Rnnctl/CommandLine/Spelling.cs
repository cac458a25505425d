namespace Rnnctl.CommandLine;

/// <summary>Finds what a misspelt word may have meant.</summary>
internal static class Spelling
{
    private const int FarthestMistake = 2;

    // Names that other tools of the field have.
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

    /// <summary>The option that an unknown one may have meant: by the name that other tools have for it, else by its letters; or null.</summary>
    public static string? Meant(string word, IReadOnlyList<string> options) =>
        OtherNames.TryGetValue(word, out string? name) && options.Contains(name) ? name : Nearest(word, options);

    /// <summary>The candidate nearest to a word, or null where none is within two letters of it.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates) =>
        candidates.Where(candidate => Distance(word, candidate) <= FarthestMistake).MinBy(candidate => Distance(word, candidate));

    /// <summary>Letters to insert, delete or replace to turn one word into another (Levenshtein 1966).</summary>
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
