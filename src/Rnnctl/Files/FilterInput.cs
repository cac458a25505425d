using System.Runtime.ExceptionServices;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Files;

/// <summary>The inputs of a filter such as <c>rnnctl tag</c>.</summary>
internal static class FilterInput
{
    private static readonly string[] InputPaths = ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"];

    /// <summary>Opens the files one after the other, or standard input if there are none.</summary>
    public static IEnumerable<LineReader> Open(IReadOnlyList<string> files, ToolConsole console) =>
        files.Count == 0 ? [LineReader.Open(StandardInput.Path)] : files.Select(file => Open(file, console));

    /// <summary>Refuses a command line that reads standard input twice. Null paths are ignored.</summary>
    /// <exception cref="InputException">Two paths name it.</exception>
    public static void RequireOnce(params IEnumerable<string?> paths)
    {
        if (paths.Count(path => path == StandardInput.Path) > 1)
            throw new InputException("standard input can be read only once", "- names it, and it is the input of a filter without a file");
    }

    /// <summary>Opens a file. Standard input by its path is refused where it is closed: its number is then another file of this process.</summary>
    /// <exception cref="InputException">It cannot be opened.</exception>
    public static LineReader Open(string file, ToolConsole console) =>
        InputPaths.Contains(file) ? new LineReader(console.OpenInput(), file) : LineReader.Open(file);
}

/// <summary>
/// The portions in which a filter reads its input. A malformed line ends the input: <see cref="Next"/> first returns the lines before it, and throws on the
/// next call.
/// </summary>
/// <param name="read">Reads the next portion; returns false at the end of the input.</param>
/// <param name="holdsAny">Whether the current portion holds any lines.</param>
internal sealed class FilterPortions(Func<bool> read, Func<bool> holdsAny)
{
    private ExceptionDispatchInfo? _mistake;

    /// <summary>Reads the next portion; returns false at the end of the input.</summary>
    /// <exception cref="InputException">A line is malformed, and all lines before it were returned.</exception>
    public bool Next()
    {
        _mistake?.Throw();
        try
        {
            return read();
        }
        catch (InputException mistake) when (holdsAny())
        {
            _mistake = ExceptionDispatchInfo.Capture(mistake);
            return true;
        }
    }
}
