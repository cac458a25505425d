using System.Text.RegularExpressions;
using Rnnctl.Fuzz.Cases;
using Rnnctl.Fuzz.Runs;

namespace Rnnctl.Fuzz.Outcomes;

/// <summary>The rules for every outcome, whatever the input.</summary>
internal static partial class OutcomeCheck
{
    private const long MostBytes = 1L << 30;
    private static readonly TimeSpan MostWork = TimeSpan.FromSeconds(10);

    // Messages of the runtime about a bug in the tool; a user cannot act on them.
    private static readonly string[] BugMessages =
    [
        "Object reference not set", "Index was out", "Arithmetic operation", "Specified argument was out of the range", "(Parameter '", "Exception of type",
        "Unable to cast", "The given key", "Sequence contains", "Collection was modified", "Nullable object", "Array dimensions exceeded",
        "Insufficient memory", "Operation is not valid", "must be non-negative", "destination array", "Destination is too short", "dictionary has more than",
    ];

    /// <summary>Describes the rules that an outcome breaks.</summary>
    public static IEnumerable<string> FindingsIn(FuzzCase made, CaseOutcome outcome)
    {
        if (outcome.Escaped is { } escaped) yield return $"an exception escaped: {escaped}";
        if (outcome.Work > MostWork) yield return $"took {outcome.Work.TotalSeconds:F1} s of processor time";
        if (outcome.PeakBytes > MostBytes) yield return $"took {outcome.PeakBytes >> 20} MiB of memory";
        foreach (string path in outcome.ChangedOutside) yield return $"changed a file outside of its folder: {path}";
        if (outcome.Run is not { } run) yield break;
        foreach (string finding in FindingsIn(made, run)) yield return finding;
    }

    private static IEnumerable<string> FindingsIn(FuzzCase made, ToolRun run)
    {
        bool checkFailed = run.ExitCode == 1 && made.Verb == "gradcheck";
        if (run.ExitCode is not (0 or 2 or 3) && !checkFailed) yield return $"exit code {run.ExitCode}";
        if (Trace().IsMatch(run.Error)) yield return "a stack trace on standard error";
        if (run.Error.FirstOrDefault(IsUnprintable) is var character and not '\0') yield return $"U+{(int)character:X4} on standard error";
        else if (run.Error.Contains('\0')) yield return "NUL on standard error";
        if (run.ExitCode is 2 or 3 && MistakeInMessage(run) is { } mistake) yield return mistake;
        if (run.ExitCode is 0 or 1 && FormatCheck.MistakeInOutput(made, run.Output) is { } broken) yield return broken;
        foreach (string picture in FormatCheck.MistakesInPictures(made.Folder)) yield return picture;
    }

    /// <summary>Checks the order of messages: notes and warnings, then the error, then a hint.</summary>
    private static string? MistakeInMessage(ToolRun run)
    {
        string[] lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int first = Array.FindIndex(lines, IsError);
        if (first < 0) return $"exit code {run.ExitCode} without an error on standard error";
        // Several wrong options give one error each.
        if (run.ExitCode == 3 && lines.Count(IsError) > 1) return "more than one error";
        if (lines.Skip(first).Count(IsHint) > 1) return "more than one hint";
        if (lines.Skip(first).FirstOrDefault(IsStray) is { } stray) return $"a line behind the error: {stray}";
        return lines.Where(IsError).FirstOrDefault(IsBugMessage) is { } defect ? $"a message that helps nobody: {Shorten(defect)}" : null;
    }

    private static bool IsError(string line) => line.StartsWith("error: ", StringComparison.Ordinal) && line.Length > "error: ".Length;

    private static bool IsStray(string line) => !IsError(line) && !IsHint(line) && !IsWarning(line);

    private static bool IsHint(string line) => line.StartsWith("hint: ", StringComparison.Ordinal);

    private static bool IsWarning(string line) => line.StartsWith("warning: ", StringComparison.Ordinal);

    private static bool IsBugMessage(string line) => BugMessages.Any(words => line.Contains(words, StringComparison.OrdinalIgnoreCase));

    private static string Shorten(string line) => line.Length > 200 ? line[..200] + "..." : line;

    private static bool IsUnprintable(char character) =>
        (char.IsControl(character) && character is not ('\n' or '\t' or '\0')) || character is '\u2028' or '\u2029';

    [GeneratedRegex(@"^ +at [\w.<>`+]+\(", RegexOptions.Multiline)]
    private static partial Regex Trace();
}
