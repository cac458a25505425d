using Rnnctl.Files;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Translate;

/// <summary>
/// The lines of <c>--prefix</c>, which are read beside the input: line i holds the words with which translation i begins, and an empty line none. They are
/// words that the target's vocabulary has; its segments may be any.
/// </summary>
internal sealed class PrefixLines : IDisposable
{
    private readonly LineReader _lines;
    private readonly TextEncoder _target;
    private readonly int _maxLength;
    private readonly List<int[]> _portion = [];

    /// <summary>Opens the file.</summary>
    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    /// <param name="target">The target's symbols.</param>
    /// <param name="maxLength">The most symbols of a translation.</param>
    /// <param name="console">Gives standard input.</param>
    /// <exception cref="InputException">It cannot be opened.</exception>
    public PrefixLines(string path, TextEncoder target, int maxLength, ToolConsole console)
    {
        (_lines, _target, _maxLength) = (FilterInput.Open(path, console), target, maxLength);
    }

    /// <summary>The symbols of each line since the last <see cref="Clear"/>.</summary>
    public IReadOnlyList<int[]> Portion => _portion;

    /// <summary>Forgets the lines of the portion before.</summary>
    public void Clear() => _portion.Clear();

    /// <summary>Reads the beginning of the translation of an input's last line.</summary>
    /// <param name="input">The input.</param>
    /// <param name="source">The line.</param>
    /// <exception cref="InputException">There is no line for it, or not one with which its translation can begin.</exception>
    public void Read(LineReader input, string source)
    {
        string place = $"{input.Name}:{input.LineNumber}";
        if (!_lines.TryRead(out ReadOnlySpan<char> line))
            throw InputException.At(_lines.Name, _lines.LineNumber + 1, $"expected the beginning of the translation of {place}, found the end of the file");
        List<int> symbols = [];
        foreach (SegmentedWord word in _target.Words(line))
        {
            _target.EncodeWord(word.Text, symbols);
            if (symbols.Contains(_target.UnknownId))
                throw _lines.Error($"the target's vocabulary does not have '{word.Text}', so no translation begins with it");
        }

        if (symbols.Count > 0 && source.AsSpan().Trim(" \t\v\f\r\n").IsEmpty) throw _lines.Error($"expected nothing, since {place} is blank, found '{line}'");
        if (symbols.Count > _maxLength) throw _lines.Error($"expected at most --max-length {_maxLength} symbols, found {symbols.Count}");
        _portion.Add([.. symbols]);
    }

    /// <summary>Requires that no line is left.</summary>
    /// <param name="sentences">The lines of all inputs.</param>
    /// <exception cref="InputException">There is another line.</exception>
    public void RequireEnd(long sentences)
    {
        if (_lines.TryRead(out _)) throw _lines.Error($"expected the end of the file after {Plural.Of(sentences, "sentence")} of input, found another line");
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _lines.Dispose();
}
