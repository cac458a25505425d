using CsvHelper;

namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads comma- or tab-separated values through CsvHelper: a header that names the columns <c>tokens</c> and <c>labels</c> (in any case and
/// order, others are left alone; <c>intent</c> too where sentences have intents), then a sentence a record, tokens and labels separated by blanks. Fields
/// are quoted as in RFC 4180, in both formats: a field that starts with a quotation mark ends with one, and one inside is doubled. A quotation mark inside a
/// field that doesn't start with one is an error in comma-separated values; in tab-separated values, where fields are seldom quoted, it is a character
/// like any other.
/// </summary>
internal sealed class SeparatedReader : ILabelledReader
{
    private const int LongestRecord = 1 << 26;
    private readonly LineReader _lines;
    private readonly char _separator;
    private readonly bool _hasHeader, _intents;
    private int _columns, _tokens, _labels, _intent;

    /// <summary>A reader at the header of a file.</summary>
    /// <param name="lines">The file.</param>
    /// <param name="separator">The character between two fields.</param>
    /// <param name="intents">Whether each sentence has an intent.</param>
    public SeparatedReader(LineReader lines, char separator, bool intents = false)
        : this(lines, separator, intents, hasHeader: true)
    {
    }

    private SeparatedReader(LineReader lines, char separator, bool intents, bool hasHeader) =>
        (_lines, _separator, _intents, _hasHeader) = (lines, separator, intents, hasHeader);

    /// <inheritdoc/>
    public (ByteRange First, ByteRange Second) LastLines { get; private set; }

    private bool AllowsLooseQuotes => _separator == '\t';

    /// <inheritdoc/>
    /// <exception cref="InputException">The header lacks a column, a record has another number of columns, or other than one label a
    /// token.</exception>
    public void Read(ILabelledSentences sentences)
    {
        using LineTextReader text = new(_lines, endsAtMistake: true);
        CsvReaderOptions options = new()
        {
            Separator = _separator,
            HasHeader = _hasHeader,
            TrackLineNumbers = true,
            MaxRecordSize = LongestRecord,
            OnMalformedRecord = record => RefuseMalformed(record, text),
        };
        using CsvReader records = CsvReader.Create(text, options, false);
        try
        {
            if (!_hasHeader || ReadHeader(records)) ReadRecords(records, text, sentences);
            text.ThrowMistake();
        }
        catch (CsvFormatException error)
        {
            text.ThrowMistake();
            throw new InputException($"{_lines.Name}:{error.LineNumber}: expected separated values, found: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public ILabelledReader Again(LineReader first, LineReader second) => new SeparatedReader(first, _separator, intents: false, hasHeader: false)
    {
        _columns = _columns, _tokens = _tokens, _labels = _labels,
    };

    /// <inheritdoc/>
    public void Resume(long offset)
    {
    }

    private bool ReadHeader(CsvReader records)
    {
        records.ReadHeader();
        _columns = records.Headers.Count;
        if (_columns == 0) return false;
        (_tokens, _labels) = (FindColumn(records, "tokens"), FindColumn(records, "labels"));
        if (_intents) _intent = FindColumn(records, "intent");
        return true;
    }

    private void ReadRecords(CsvReader records, LineTextReader text, ILabelledSentences sentences)
    {
        while (records.Read())
        {
            if (records.FieldCount != _columns)
            {
                throw Error(records, $"expected {_columns} columns, found {records.FieldCount}");
            }

            LastLines = (text.LinesOf(records.LineNumber, 1 + records.RawRecord.TrimEnd((byte)'\n').Count((byte)'\n')), default);
            if (_intents) SetIntent(records, sentences);
            AddSentence(records, records.GetString(_tokens), records.GetString(_labels), sentences);
        }
    }

    private int FindColumn(CsvReader records, string name)
    {
        if (records.TryGetFieldIndex(name, out int column))
        {
            return column;
        }

        string expected = _intents ? "tokens, labels and intent" : "tokens and labels";
        string message = $"expected a header with the columns {expected}, found '" + string.Join(", ", records.Headers) + "'";
        string hint = "the first line names the columns; --format conll reads columns without a header";
        throw InputException.At(_lines.Name, records.LineNumber, message, hint);
    }

    private void SetIntent(CsvReader records, ILabelledSentences sentences)
    {
        ReadOnlySpan<char> intent = Blanks.Trim(records.GetString(_intent));
        if (SentenceIntent.FlawOf(intent) is { } flaw) throw Error(records, $"expected an intent in the column intent, found {flaw}");
        sentences.SetIntent(intent);
    }

    private void AddSentence(CsvReader records, string tokens, string labels, ILabelledSentences sentences)
    {
        if (!ParallelReader.TryAddSentence(tokens, labels, sentences))
        {
            throw Error(records, $"expected {Blanks.CountWords(tokens)} labels, one for each token, found {Blanks.CountWords(labels)}");
        }
    }

    private void RefuseMalformed(CsvMalformedRecord record, LineTextReader text)
    {
        if (record.Reason == CsvMalformedReason.StrayQuote && AllowsLooseQuotes)
        {
            return;
        }

        if (record.Reason == CsvMalformedReason.UnterminatedQuote) text.ThrowMistake();
        string found = record.Reason switch
        {
            CsvMalformedReason.StrayQuote => "a quotation mark inside a field that doesn't start with one",
            CsvMalformedReason.TextAfterClosingQuote => "text behind a closing quotation mark",
            CsvMalformedReason.UnterminatedQuote => "a quotation mark that is never closed",
            _ => record.Reason.ToString(),
        };
        string hint = "put the field in quotation marks and write each one inside it twice";
        throw InputException.At(_lines.Name, record.LineNumber, $"expected fields quoted as in RFC 4180, found {found}", hint);
    }

    private InputException Error(CsvReader records, string message) => InputException.At(_lines.Name, records.LineNumber, message);
}
