using System.Text;
using Rnnctl.Text;

namespace Rnnctl.Training.Checkpoints;

/// <summary>
/// The list of files that a commit is about to put in place: a header line, a relative path a line, and a closing line. While it stands in
/// a directory, each file in it is to be found under its staged name or, once it was renamed, under its own.
/// </summary>
internal static class CommitJournal
{
    /// <summary>The journal's own name in the directory.</summary>
    public const string FileName = "commit.rnnctl-journal";

    /// <summary>What is added to a file's name while it waits to be put in place.</summary>
    public const string StagedSuffix = ".rnnctl-staged";

    private const string FirstLine = "rnnctl commit 1";
    private const string LastLine = "end";
    private const int LongestFile = 1 << 20;

    /// <summary>Writes the list to a stream.</summary>
    public static void Write(Stream stream, IEnumerable<string> names) =>
        stream.Write(Encoding.UTF8.GetBytes(string.Join('\n', [FirstLine, .. names, LastLine, string.Empty])));

    /// <summary>The files of a commit that had begun to be put in place, or an empty list where there is none.</summary>
    /// <exception cref="InputException">What stands there was not written by this tool.</exception>
    public static IReadOnlyList<string> Read(string directory)
    {
        string path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
            return [];
        byte[] bytes;
        try
        {
            bytes = UserFile.ReadAllBytes(path, LongestFile);
        }
        catch (InputException) when (!File.Exists(path))
        {
            // A training process that is still running has just finished the commit.
            return [];
        }

        string[] lines = Encoding.UTF8.GetString(bytes).Split('\n');
        if (lines.Length < 4 || lines[0] != FirstLine || lines[^2] != LastLine || lines[^1].Length > 0)
            throw new InputException($"{path}: not a journal of this tool");
        string[] names = lines[1..^2];
        string? outside = Array.Find(names, name => !IsInside(name));
        return outside is null ? names : throw new InputException($"{path}: '{outside}' does not lie in this directory");
    }

    /// <summary>Whether a relative path stays in its directory: a hostile journal must not name anything else.</summary>
    public static bool IsInside(string name) =>
        name.Length > 0 && !name.Contains('\\') && !name.Contains(':') && !name.Any(char.IsControl)
        && name.Split('/').All(part => part.Length > 0 && part is not ("." or ".."));
}
