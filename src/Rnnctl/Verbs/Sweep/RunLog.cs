using Rnnctl.Text;

namespace Rnnctl.Verbs.Sweep;

/// <summary>The log of a run: its command line, and then what it says.</summary>
internal static class RunLog
{
    private const string CommandMark = "$ ", ErrorMark = "error: ", ResumeOption = " --resume";

    /// <summary>Opens the log of a run that begins, or of one that goes on, and writes the command line.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static StreamWriter Open(SweepRunPlan run, string command, bool resumes)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(run.Log)!);
            var log = new StreamWriter(run.Log, append: resumes) { AutoFlush = true, NewLine = "\n" };
            log.WriteLine(CommandMark + command);
            return log;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{run.Log}: {failure.Message}", failure);
        }
    }

    /// <summary>The command line with which a run began, without <c>--resume</c>; null where it has no log.</summary>
    public static string? CommandOf(SweepRunPlan run)
    {
        if (!File.Exists(run.Log)) return null;
        string? first = File.ReadLines(run.Log).FirstOrDefault();
        if (first is null || !first.StartsWith(CommandMark, StringComparison.Ordinal)) return null;
        return first.EndsWith(ResumeOption, StringComparison.Ordinal) ? first[CommandMark.Length..^ResumeOption.Length] : first[CommandMark.Length..];
    }

    /// <summary>What a run that failed said last: its error, or else its last line.</summary>
    public static string LastWords(SweepRunPlan run)
    {
        string[] lines = [.. File.ReadLines(run.Log).Where(line => line.Length > 0)];
        return Array.FindLast(lines, line => line.StartsWith(ErrorMark, StringComparison.Ordinal)) ?? lines.LastOrDefault("it said nothing");
    }
}
