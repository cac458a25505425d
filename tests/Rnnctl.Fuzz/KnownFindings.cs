using Rnnctl.Fuzz.Cases;

namespace Rnnctl.Fuzz;

/// <summary>
/// What the fuzzer has found and nobody has mended yet, in one place: it passes over these kinds and no others. A kind goes from here together with its
/// cause.
/// </summary>
internal static class KnownFindings
{
    // Sizes whose product no number holds, or which ask for more memory or time than there is: these cases are not run.
    private static readonly string[] OversizedOptions =
    [
        "--hidden=20000", "--hidden=65536", "--layers=256", "--window=2147483647", "--dilation=2147483647", "--steps=2147483647", "--sequences=2147483647",
        "--points=2147483647", "--batch=2147483647",
    ];

    private static readonly Func<FuzzCase, string, bool>[] Kinds =
    [
        // Control characters of what the user typed, or of a file, stand in messages as they are.
        (_, finding) => finding.EndsWith(" on standard error", StringComparison.Ordinal) && !finding.StartsWith("a stack trace", StringComparison.Ordinal),

        // So do line breaks, and half of the message is on a line of its own.
        (made, finding) => finding.StartsWith("a line behind the error", StringComparison.Ordinal) && made.Words.Any(word => word.Contains('\n')),

        // A NUL in a path, from the command line or from a file of options.
        (_, finding) => finding.Contains("Null character in path", StringComparison.Ordinal),

        // An empty path: --config "".
        (made, finding) => finding.Contains("(Parameter 'path')", StringComparison.Ordinal) && made.Words.Any(word => word is "" or "--config="),

        // A list of a file of options that is never closed: train: [x.tsv
        (made, finding) => finding.Contains("Operation is not valid", StringComparison.Ordinal) && made.Words.Any(IsConfig),

        // A weight that is not a number makes probabilities that are none, and JSON has no NaN.
        (_, finding) => finding.StartsWith("standard output is no JSON: 'N' is an invalid start", StringComparison.Ordinal),

        // A translator of one unit, whose encoder would have half a unit in each direction, is refused by train and not by bench.
        (made, finding) => made.Verb == "bench" && finding.Contains("(Parameter 'Heads')", StringComparison.Ordinal),
    ];

    /// <summary>Whether a case is of a kind that is not to be run.</summary>
    public static bool Cover(FuzzCase made)
    {
        // Both ways of writing an option: --steps=2147483647 and --steps 2147483647.
        string words = string.Join('=', made.Words);
        return Array.Exists(OversizedOptions, option => words.Contains(option, StringComparison.Ordinal));
    }

    /// <summary>Whether a finding is of a known kind.</summary>
    public static bool Explain(FuzzCase made, string finding) => Array.Exists(Kinds, kind => kind(made, finding));

    private static bool IsConfig(string word) => word.StartsWith("--config", StringComparison.Ordinal);
}
