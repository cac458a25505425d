using Rnnctl.Files;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Verbs.Score;

/// <summary>
/// Pairs of sentences as they arrive: from two parallel files, a sentence a line, or from lines of two columns with a tab between them. A blank line is a pair
/// without words.
/// </summary>
internal sealed class PairLines : IDisposable
{
    private readonly LineReader _sources;
    private readonly LineReader? _targets;

    private PairLines(LineReader sources, LineReader? targets) => (_sources, _targets) = (sources, targets);

    /// <summary>Whether the next pair has already arrived, so that reading it cannot block.</summary>
    public bool HasBufferedPair => _sources.HasBufferedLine && (_targets?.HasBufferedLine ?? true);

    /// <summary>
    /// Opens inputs one after the other: standard input if there are no files; a file whose name ends in <c>.tsv</c>, or a single file, has two columns; others
    /// come in pairs, source then target.
    /// </summary>
    /// <exception cref="InputException">A file cannot be opened, or has no file of translations after it.</exception>
    public static IEnumerable<PairLines> Open(IReadOnlyList<string> files, ToolConsole console)
    {
        if (files.Count == 0) yield return new PairLines(FilterInput.Open(StandardInput.Path, console), null);
        for (int file = 0; file < files.Count; file++)
        {
            if (PairReader.HasColumns(files, file))
            {
                yield return new PairLines(FilterInput.Open(files[file], console), null);
                continue;
            }

            if (file + 1 == files.Count || PairReader.HasColumns(files, file + 1))
            {
                throw new InputException(
                    $"{StandardInput.NameOf(files[file])}: expected a file of translations after it, found none",
                    "parallel files come in pairs, source then target");
            }

            yield return new PairLines(FilterInput.Open(files[file], console), FilterInput.Open(files[++file], console));
        }
    }

    /// <summary>Reads the next pair; false at the end.</summary>
    /// <exception cref="InputException">A line is not UTF-8 text or malformed, or one of two parallel files ends before the other.</exception>
    public bool TryRead(out string source, out string target)
    {
        (source, target) = ("", "");
        bool hasSource = _sources.TryRead(out ReadOnlySpan<char> line);
        if (_targets is null && _sources.LineNumber == 1 && PairReader.IsHeader(line)) hasSource = _sources.TryRead(out line);
        if (_targets is null) return hasSource && SplitColumns(line, out source, out target);
        bool hasTarget = _targets.TryRead(out ReadOnlySpan<char> translation);
        if (hasSource && !hasTarget) throw _sources.Error($"expected a target for every source, found the end of {_targets.Name}");
        if (hasTarget && !hasSource) throw _targets.Error($"expected a source for every target, found the end of {_sources.Name}");
        (source, target) = (line.ToString(), translation.ToString());
        return hasSource;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        _sources.Dispose();
        _targets?.Dispose();
    }

    private bool SplitColumns(ReadOnlySpan<char> line, out string source, out string target)
    {
        (source, target) = ("", "");
        if (line.IsWhiteSpace()) return true;
        (source, target) = PairReader.Columns(_sources, line);
        return true;
    }
}
