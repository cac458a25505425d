using System.Globalization;

namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads CoNLL-U, version 2 (universaldependencies.org/format.html): comment lines that start with <c>#</c> before a sentence, a word a
/// line in ten tab-separated columns, words numbered from 1, a blank line after every sentence. A token is a syntactic word: multiword
/// ranges (<c>1-2</c>) and empty nodes (<c>1.1</c>) are skipped. FORM may contain blanks and stays one token; a label <c>_</c> is a label.
/// CoNLL-U Plus, whose first line names other columns, is read likewise.
/// </summary>
internal sealed class ConlluReader : IColumnReader
{
    private const int Number = 0;
    private const int Form = 1;

    private readonly LineReader _lines;
    private readonly ColumnSplitter _columns = new();
    private readonly int _label;
    private readonly int[] _features;
    private readonly CorpusLayout _layout;
    private List<(long Offset, ConlluPlaces Places)> _named = [];
    private ConlluPlaces _places = ConlluPlaces.Standard;
    private int _openTokens;

    /// <summary>A reader at the start of a file.</summary>
    /// <param name="lines">The file.</param>
    /// <param name="layout">The columns to read.</param>
    /// <param name="withLabels">Whether labels are read.</param>
    /// <exception cref="InputException">A feature is the label's column, or the features are no names.</exception>
    public ConlluReader(LineReader lines, CorpusLayout layout, bool withLabels)
    {
        (_lines, _layout) = (lines, layout);
        _label = withLabels ? ColumnOf(layout.ConlluColumn) : -1;
        _features = layout.Features.In(lines.Name, CorpusFormat.Conllu, _label);
    }

    /// <inheritdoc/>
    public long LineNumber => _lines.LineNumber;

    /// <inheritdoc/>
    public ByteRange LastLine => _lines.LastLine;

    /// <inheritdoc/>
    public bool HasBufferedLine => _lines.HasBufferedLine;

    /// <inheritdoc/>
    public (int Start, int Length) LabelPlace => _columns.Place(_places.Needed(_lines, _label));

    /// <inheritdoc/>
    public InputException Error(string message, string? hint = null) => _lines.Error(message, hint);

    /// <inheritdoc/>
    public ColumnLine Read(out ReadOnlySpan<char> line)
    {
        if (!_lines.TryRead(out line)) return ColumnLine.End;
        if (Blanks.Trim(line).IsEmpty)
        {
            _openTokens = 0;
            return ColumnLine.SentenceEnd;
        }

        if (line[0] == '#')
        {
            if (_openTokens > 0) throw _lines.Error("expected a word or the blank line after a sentence, found a comment");
            if (ConlluPlaces.TryRead(line, out ConlluPlaces named)) Name(named);
            return ColumnLine.Other;
        }

        return IsWord(line) ? ColumnLine.Token : ColumnLine.Other;
    }

    /// <inheritdoc/>
    public ReadOnlySpan<char> Token(ReadOnlySpan<char> line) => Filled(line, Form);

    /// <inheritdoc/>
    public ReadOnlySpan<char> Label(ReadOnlySpan<char> line) => Filled(line, _label);

    /// <inheritdoc/>
    public ReadOnlySpan<char> Feature(ReadOnlySpan<char> line, int feature) => Filled(line, _features[feature]);

    /// <inheritdoc/>
    public IColumnReader Again(LineReader lines) => new ConlluReader(lines, _layout, withLabels: _label >= 0) { _named = _named };

    /// <inheritdoc/>
    public void Resume(long offset)
    {
        _openTokens = 0;
        int named = _named.FindLastIndex(one => one.Offset <= offset);
        _places = named < 0 ? ConlluPlaces.Standard : _named[named].Places;
    }

    /// <summary>Whether a word's number is that of a multiword range (<c>1-2</c>) or of an empty node (<c>1.1</c>).</summary>
    public static bool IsRangeOrEmptyNode(ReadOnlySpan<char> number) => IsPair(number, '-') || IsPair(number, '.');

    /// <summary>Takes the columns that a comment names; joined files may name others further down.</summary>
    private void Name(ConlluPlaces named)
    {
        _places = named;
        _named.Add((_lines.LastLine.Start, named));
    }

    private static int ColumnOf(ConlluColumn column) => column switch
    {
        ConlluColumn.Upos => 3,
        ConlluColumn.Xpos => 4,
        ConlluColumn.Feats => 5,
        ConlluColumn.Deprel => 7,
        _ => throw new ArgumentOutOfRangeException(nameof(column)),
    };

    /// <summary>Splits a line and returns whether it holds a word: not a range and not an empty node.</summary>
    private bool IsWord(ReadOnlySpan<char> line)
    {
        _columns.SplitAtTabs(line);
        if (_columns.Count != _places.Count)
        {
            throw _lines.Error(
                $"expected {_places.Count} tab-separated columns, found {_columns.Count}",
                _columns.Count > 2 ? "a file with other columns names them in its first line: # global.columns = ID FORM UPOS ..." : null);
        }

        int place = _places.Of(Number);
        ReadOnlySpan<char> number = place < 0 ? default : _columns.Column(line, place);
        if (IsRangeOrEmptyNode(number)) return false;
        if (place >= 0) RequireNext(number);
        _openTokens++;
        return true;
    }

    private void RequireNext(ReadOnlySpan<char> number)
    {
        if (TryParseNumber(number, out int found) && found == _openTokens + 1) return;
        string hint = found == 1
            ? "is the blank line after a sentence missing?"
            : "words are numbered 1, 2, 3; ranges 1-2; empty nodes 1.1";
        throw _lines.Error($"expected word {_openTokens + 1}, found '{number}'", hint);
    }

    /// <summary>Returns the value of a column of CoNLL-U, which must not be empty.</summary>
    private ReadOnlySpan<char> Filled(ReadOnlySpan<char> line, int column)
    {
        int place = _places.Needed(_lines, column);
        ReadOnlySpan<char> value = _columns.Column(line, place);
        return value.IsEmpty ? throw _lines.Error($"expected a value or _ in column {place + 1}, found nothing") : value;
    }

    private static bool IsPair(ReadOnlySpan<char> number, char separator)
    {
        int at = number.IndexOf(separator);
        return at > 0 && TryParseNumber(number[..at], out _) && TryParseNumber(number[(at + 1)..], out _);
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
