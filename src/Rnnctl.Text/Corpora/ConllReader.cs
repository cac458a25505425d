using System.Globalization;

namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads CoNLL-style columns: a token a line, a blank line between sentences, columns separated by tabs if the line has tabs, otherwise by
/// runs of blanks. The first line that doesn't start with <c>#</c> sets the number of columns; every other line must have as many. Lines
/// whose first column is <c>-DOCSTART-</c> are skipped and end a sentence.
/// </summary>
/// <remarks>
/// A line that starts with <c>#</c> is a comment if it has another number of columns than the first line without one, split as that line is: at tabs, or at
/// blanks. With as many columns it is a token (<c>#NLProc O</c>), with one exception: it is a comment where it has no tab, precedes a sentence's tokens,
/// <c>#</c> stands alone, and its last column is new. So <c># newdoc</c> is a comment, and <c># O</c> is a token after another <c>O</c>. Where sentences have
/// intents, <c># intent = atis_flight</c> before a sentence is a comment whatever the number of columns.
/// If no line starts without <c>#</c>, the first line that has a tab or no blank after its <c>#</c> sets the number of columns.
/// </remarks>
internal sealed class ConllReader : IColumnReader
{
    private const int MostAhead = 1000;
    private const int MostLastColumns = 1 << 16;

    // So many word numbers in the place of tokens are no accident. A shorter file is decided at its end.
    private const int ManyNumbers = 10;
    private const int FewNumbers = 2;

    private readonly LinesAhead _lines;
    private readonly CorpusLayout _layout;
    private readonly bool _withLabels;
    private readonly ColumnSplitter _columns = new();
    private readonly SymbolTable _lastColumns = new();
    private readonly int[] _features;
    private readonly int _least;
    private int _expected, _openTokens, _openNumbers, _numbers;
    private bool _tabs, _isNumbered = true, _readsAgain;

    /// <summary>A reader at the start of a file.</summary>
    /// <param name="lines">The file.</param>
    /// <param name="layout">The columns to read.</param>
    /// <param name="withLabels">Whether labels are read.</param>
    /// <exception cref="InputException">A feature is the label's column, or the features are not numbers.</exception>
    public ConllReader(LineReader lines, CorpusLayout layout, bool withLabels)
    {
        (_lines, _layout, _withLabels) = (new LinesAhead(lines), layout, withLabels);
        _features = layout.Features.In(lines.Name, CorpusFormat.Conll, withLabels ? layout.LabelColumn ?? -1 : -1);
        int least = 1 + _features.Append(layout.TokenColumn).Append(withLabels ? layout.LabelColumn ?? 0 : 0).Max();
        _least = Math.Max(withLabels ? 2 : 1, least);
    }

    /// <summary>Whether the tokens may be the numbers 1, 2, 3, ...: nobody reads them.</summary>
    public bool AllowsNumbers { get; init; }

    /// <summary>The number of columns.</summary>
    public int Columns => _expected;

    /// <inheritdoc/>
    public long LineNumber => _lines.LineNumber;

    /// <inheritdoc/>
    public ByteRange LastLine => _lines.LastLine;

    /// <inheritdoc/>
    public bool HasBufferedLine => _lines.HasBufferedLine;

    /// <inheritdoc/>
    public (int Start, int Length) LabelPlace => _columns.Place(LabelColumn);

    private int LabelColumn => Math.Min(_layout.LabelColumn ?? int.MaxValue, _columns.Count - 1);

    /// <summary>Whether a line starts a document and holds no token.</summary>
    public static bool IsDocumentStart(ReadOnlySpan<char> line) =>
        line.StartsWith(DocumentStart, StringComparison.Ordinal) && (line.Length == DocumentStart.Length || Blanks.IsBlank(line[DocumentStart.Length]));

    /// <summary>The first column of a line that starts a document.</summary>
    public const string DocumentStart = "-DOCSTART-";

    /// <inheritdoc/>
    public InputException Error(string message, string? hint = null) => _lines.Error(message, hint);

    /// <inheritdoc/>
    public ColumnLine Read(out ReadOnlySpan<char> line)
    {
        if (_expected == 0 && _lines.Ahead == 0) FindColumns();
        if (!_lines.TryRead(out line))
        {
            RefuseNumbers(FewNumbers);
            return ColumnLine.End;
        }

        if (IsBetweenSentences(line))
        {
            EndSentence();
            return ColumnLine.SentenceEnd;
        }

        if (IsComment(line)) return ColumnLine.Other;
        ReadToken(line);
        return ColumnLine.Token;
    }

    /// <inheritdoc/>
    public ReadOnlySpan<char> Token(ReadOnlySpan<char> line) => Filled(_columns.Column(line, _layout.TokenColumn), "token");

    /// <inheritdoc/>
    public ReadOnlySpan<char> Label(ReadOnlySpan<char> line) => Filled(_columns.Column(line, LabelColumn), "label");

    /// <inheritdoc/>
    public ReadOnlySpan<char> Feature(ReadOnlySpan<char> line, int feature)
    {
        int column = _features[feature];
        if (_withLabels && column == LabelColumn)
            throw _lines.Error($"expected the feature in column {column + 1}, found the label there", "feature columns come before the label's column");
        ReadOnlySpan<char> value = _columns.Column(line, column);
        return value.IsEmpty ? throw _lines.Error($"expected a feature in column {column + 1}, found nothing") : value;
    }

    /// <inheritdoc/>
    public IColumnReader Again(LineReader lines) => new ConllReader(lines, _layout, _withLabels)
    {
        AllowsNumbers = true, _expected = _expected, _tabs = _tabs, _readsAgain = true,
    };

    /// <inheritdoc/>
    public void Resume(long offset) => EndSentence();

    /// <summary>A column of the line that was read last, from 0.</summary>
    public ReadOnlySpan<char> Column(ReadOnlySpan<char> line, int column) => _columns.Column(line, column);

    private static bool IsBetweenSentences(ReadOnlySpan<char> line) => Blanks.Trim(line).IsEmpty || IsDocumentStart(line);

    /// <summary>Looks for the first line that certainly holds a token, and counts its columns.</summary>
    private void FindColumns()
    {
        string? certain = null, likely = null;
        while (certain is null && _lines.Ahead < MostAhead && _lines.Look() is { } line)
        {
            if (IsBetweenSentences(line)) continue;
            if (line[0] != '#') certain = line;
            else if (line.TrimEnd().Contains('\t') || (line.Length > 1 && !Blanks.IsBlank(line[1]))) likely ??= line;
        }

        if ((certain ?? likely) is not { } first) return;
        _columns.Split(first);
        _expected = _columns.Count;
        _tabs = Blanks.TrimEnd(first).Contains('\t');
    }

    private bool IsComment(ReadOnlySpan<char> line)
    {
        if (line[0] != '#') return false;
        if (_layout.Intents && _openTokens == 0 && SentenceIntent.TryRead(line, out _)) return true;
        if (_tabs) _columns.SplitAtTabs(line);
        else _columns.Split(line);
        if (_columns.Count != _expected) return true;
        bool mayBeWords = !_readsAgain && _openTokens == 0 && _expected > 1 && !Blanks.TrimEnd(line).Contains('\t') && _columns.Column(line, 0).Length == 1;
        return mayBeWords && !_lastColumns.TryFind(_columns.Column(line, _expected - 1), out _);
    }

    private void ReadToken(ReadOnlySpan<char> line)
    {
        _columns.Split(line);
        CheckColumns();
        if (!_readsAgain && !line.Contains('\t') && _lastColumns.Count < MostLastColumns) _lastColumns.Add(_columns.Column(line, _expected - 1));
        _openTokens++;
        CountNumber(_columns.Column(line, _layout.TokenColumn));
    }

    private void CheckColumns()
    {
        if (_columns.Count < _least && (_columns.Count == _expected || _expected < _least))
        {
            string labelColumn = _layout.LabelColumn is int column ? $"column {column + 1}" : "the last";
            string columns = _withLabels
                ? $"columns count from 1: the token is taken from column {_layout.TokenColumn + 1}, the label from {labelColumn}"
                : $"columns count from 1: the token is taken from column {_layout.TokenColumn + 1}";
            string hint = _least > 2 || !_withLabels
                ? columns
                : "a token and its label on every line, a blank line between sentences; --format says how the file is written";
            throw _lines.Error($"expected at least {_least} column{(_least == 1 ? "" : "s")}, found {_columns.Count}", hint);
        }

        if (_columns.Count != _expected)
        {
            throw _lines.Error($"expected {_expected} columns, found {_columns.Count}");
        }
    }

    private ReadOnlySpan<char> Filled(ReadOnlySpan<char> value, string kind)
    {
        if (!value.IsEmpty) return value;
        throw _lines.Error($"expected a token{(_withLabels ? " and a label" : "")}, found an empty {kind}");
    }

    private void EndSentence()
    {
        (_openTokens, _openNumbers) = (0, 0);
        RefuseNumbers(ManyNumbers);
    }

    /// <summary>Counts tokens that are their own number in the sentence, or like CoNLL-U's 1-2 and 1.1; no more after the first other one.</summary>
    private void CountNumber(ReadOnlySpan<char> token)
    {
        if (!_isNumbered) return;
        bool isNext = int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number == _openNumbers + 1;
        if (isNext) _openNumbers++;
        _isNumbered = isNext || ConlluReader.IsRangeOrEmptyNode(token);
        if (_isNumbered) _numbers++;
    }

    private void RefuseNumbers(int least)
    {
        // Of a number and a label there is no other column to take.
        if (AllowsNumbers || !_isNumbered || _numbers < least || _expected < 3) return;
        int column = _layout.TokenColumn + 1;
        string hint = _expected == 10 ? "--format conllu reads CoNLL-U" : $"--token-column {column + 1} takes the tokens from the next column";
        throw new InputException($"{_lines.Name}: expected tokens in column {column}, found the words' numbers 1, 2, 3, ...", hint);
    }
}
