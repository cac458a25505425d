namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads CoNLL-style columns: a token a line, a blank line between sentences, columns separated by tabs if the line has tabs, otherwise by
/// runs of blanks. The first line that doesn't start with <c>#</c> sets the number of columns; every other line must have as many. Lines
/// whose first column is <c>-DOCSTART-</c> are skipped and end a sentence.
/// </summary>
/// <remarks>
/// A line that starts with <c>#</c> and has another number of columns is a comment. With the right number of columns it is a token, with one
/// exception: if the first line of a sentence has no tabs and its first column is <c>#</c> alone, it is a comment unless its label was read
/// before. So <c># newdoc</c> is a comment and <c># O</c> is a token. Inside a sentence, <c>#</c> with the right number of columns is always
/// a token.
/// </remarks>
internal sealed class ConllReader
{
    private const int LinesToSee = 1000;
    private readonly LineReader _lines;
    private readonly CorpusOptions _options;
    private readonly LabelledCorpus _corpus;
    private readonly ColumnSplitter _columns = new();
    private readonly int[] _features;
    private readonly int _least;
    private int _expected;

    private ConllReader(LineReader lines, CorpusOptions options, LabelledCorpus corpus)
    {
        (_lines, _options, _corpus) = (lines, options, corpus);
        _features = options.Features.In(lines.Name, CorpusFormat.Conll, options.LabelColumn ?? -1);
        _least = Math.Max(2, 1 + _features.Append(options.TokenColumn).Append(options.LabelColumn ?? 0).Max());
        _columns.Split(FirstTokenLine(lines));
        _expected = _columns.Count;
    }

    /// <summary>Adds the sentences of a file to a corpus.</summary>
    /// <exception cref="InputException">A line has another number of columns, an empty token or label, or lacks a requested
    /// column.</exception>
    public static void Read(LineReader lines, CorpusOptions options, LabelledCorpus corpus)
    {
        ConllReader reader = new(lines, options, corpus);
        while (lines.TryRead(out ReadOnlySpan<char> line))
        {
            reader.ReadLine(line);
        }

        corpus.EndSentence();
    }

    /// <summary>Whether a line starts a document and holds no token.</summary>
    public static bool IsDocumentStart(ReadOnlySpan<char> line) => line.StartsWith("-DOCSTART-", StringComparison.Ordinal);

    /// <summary>The first line that certainly holds a token, since it does not start with <c>#</c>; null if the first lines hold
    /// none.</summary>
    public static string? FirstTokenLine(LineReader lines) =>
        lines.Peek(LinesToSee).FirstOrDefault(line => !Blanks.Trim(line).IsEmpty && line[0] != '#' && !IsDocumentStart(line));

    private void ReadLine(ReadOnlySpan<char> line)
    {
        _columns.Split(line);
        if (_columns.Count == 0 || Blanks.Trim(line).IsEmpty || IsDocumentStart(line))
        {
            _corpus.EndSentence();
        }
        else if (!IsComment(line))
        {
            AddToken(line);
        }
    }

    private bool IsComment(ReadOnlySpan<char> line)
    {
        if (line[0] != '#')
        {
            return false;
        }

        if (_columns.Count != _expected)
        {
            return true;
        }

        bool mayBeWords = _corpus.OpenTokens == 0 && !Blanks.TrimEnd(line).Contains('\t') && _columns.Column(line, 0).Length == 1;
        return mayBeWords && !_corpus.LabelSymbols.TryFind(_columns.Column(line, LabelColumn), out _);
    }

    private int LabelColumn => Math.Min(_options.LabelColumn ?? int.MaxValue, _columns.Count - 1);

    private void AddToken(ReadOnlySpan<char> line)
    {
        CheckColumns();
        ReadOnlySpan<char> token = _columns.Column(line, _options.TokenColumn);
        ReadOnlySpan<char> label = _columns.Column(line, LabelColumn);
        if (token.IsEmpty || label.IsEmpty)
        {
            throw _lines.Error($"expected a token and a label, found an empty {(token.IsEmpty ? "token" : "label")}");
        }

        _corpus.Add(token, label);
        for (int feature = 0; feature < _features.Length; feature++) _corpus.AddFeature(feature, FeatureIn(line, _features[feature]));
    }

    private ReadOnlySpan<char> FeatureIn(ReadOnlySpan<char> line, int column)
    {
        if (column == LabelColumn)
            throw _lines.Error($"expected the feature in column {column + 1}, found the label there", "feature columns come before the label's column");
        ReadOnlySpan<char> value = _columns.Column(line, column);
        return value.IsEmpty ? throw _lines.Error($"expected a feature in column {column + 1}, found nothing") : value;
    }

    private void CheckColumns()
    {
        if (_expected == 0)
        {
            _expected = _columns.Count;
        }

        if (_columns.Count < _least && (_columns.Count == _expected || _expected < _least))
        {
            string labelColumn = _options.LabelColumn is int column ? $"column {column + 1}" : "the last";
            string hint = _least > 2
                ? $"columns count from 1: the token is taken from column {_options.TokenColumn + 1}, the label from {labelColumn}"
                : "a token and its label on every line, a blank line between sentences; --format says how the file is written";
            throw _lines.Error($"expected at least {_least} columns, found {_columns.Count}", hint);
        }

        if (_columns.Count != _expected)
        {
            throw _lines.Error($"expected {_expected} columns, found {_columns.Count}");
        }
    }
}
