using CsvHelper;

namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads comma- or tab-separated values through CsvHelper: a header that names the columns <c>tokens</c> and <c>labels</c> (in any case and
/// order, others are left alone), then a sentence a record, tokens and labels separated by blanks. Fields are quoted as in RFC 4180, in
/// both formats: a field that starts with a quotation mark ends with one, and one inside is doubled. A quotation mark inside a field that
/// doesn't start with one is an error in comma-separated values; in tab-separated values, where fields are seldom quoted, it is a character
/// like any other.
/// </summary>
internal sealed class SeparatedReader
{
    private const int LongestRecord = 1 << 26;
    private readonly LineReader _lines;
    private readonly LineTextReader _text;
    private readonly CsvReader _records;
    private readonly bool _allowsLooseQuotes;

    private SeparatedReader(LineReader lines, LineTextReader text, char separator)
    {
        (_lines, _text) = (lines, text);
        _allowsLooseQuotes = separator == '\t';
        CsvReaderOptions options = new()
        {
            Separator = separator,
            TrackLineNumbers = true,
            MaxRecordSize = LongestRecord,
            OnMalformedRecord = RefuseMalformed,
        };
        _records = CsvReader.Create(text, options, false);
    }

    /// <summary>Adds the sentences of a file to a corpus.</summary>
    /// <exception cref="InputException">The header lacks a column, a record has another number of columns, or other than one label a
    /// token.</exception>
    public static void Read(LineReader lines, char separator, LabelledCorpus corpus)
    {
        using LineTextReader text = new(lines, endsAtMistake: true);
        SeparatedReader reader = new(lines, text, separator);
        using (reader._records)
        {
            try
            {
                reader.ReadRecords(corpus);
                text.ThrowMistake();
            }
            catch (CsvFormatException error)
            {
                text.ThrowMistake();
                throw new InputException($"{lines.Name}:{error.LineNumber}: expected separated values, found: {error.Message}", error);
            }
        }
    }

    private void ReadRecords(LabelledCorpus corpus)
    {
        _records.ReadHeader();
        int columns = _records.Headers.Count;
        if (columns == 0)
        {
            return;
        }

        int tokens = FindColumn("tokens");
        int labels = FindColumn("labels");
        while (_records.Read())
        {
            if (_records.FieldCount != columns)
            {
                throw Error($"expected {columns} columns, found {_records.FieldCount}");
            }

            AddSentence(_records.GetString(tokens), _records.GetString(labels), corpus);
        }
    }

    private int FindColumn(string name)
    {
        if (_records.TryGetFieldIndex(name, out int column))
        {
            return column;
        }

        string message = "expected a header with the columns tokens and labels, found '" + string.Join(", ", _records.Headers) + "'";
        string hint = "the first line names the columns; --format conll reads columns without a header";
        throw InputException.At(_lines.Name, _records.LineNumber, message, hint);
    }

    private void AddSentence(string tokens, string labels, LabelledCorpus corpus)
    {
        if (!ParallelReader.TryAddSentence(tokens, labels, corpus))
        {
            throw Error($"expected {Blanks.CountWords(tokens)} labels, one for each token, found {Blanks.CountWords(labels)}");
        }
    }

    private void RefuseMalformed(CsvMalformedRecord record)
    {
        if (record.Reason == CsvMalformedReason.StrayQuote && _allowsLooseQuotes)
        {
            return;
        }

        if (record.Reason == CsvMalformedReason.UnterminatedQuote) _text.ThrowMistake();
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

    private InputException Error(string message) => InputException.At(_lines.Name, _records.LineNumber, message);
}
