namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads CoNLL-U, version 2 (universaldependencies.org/format.html): comment lines that start with <c>#</c> before a sentence, a word a
/// line in ten tab-separated columns, words numbered from 1, a blank line after every sentence. A token is a syntactic word: multiword
/// ranges (<c>1-2</c>) and empty nodes (<c>1.1</c>) are skipped. FORM may contain blanks and stays one token; a label <c>_</c> is a label.
/// </summary>
internal static class ConlluReader
{
    private const int Columns = 10;
    private const int Form = 1;

    /// <summary>Adds the sentences of a file to a corpus.</summary>
    /// <exception cref="InputException">A line hasn't ten columns, an empty column where a word needs one, or a word out of
    /// order.</exception>
    public static void Read(LineReader lines, ConlluColumn column, LabelledCorpus corpus)
    {
        ColumnSplitter columns = new();
        while (lines.TryRead(out ReadOnlySpan<char> line))
        {
            if (Blanks.Trim(line).IsEmpty)
            {
                corpus.EndSentence();
            }
            else if (line[0] == '#')
            {
                RequireSentenceStart(lines, corpus);
            }
            else
            {
                ReadWord(lines, line, columns, LabelColumn(column), corpus);
            }
        }

        corpus.EndSentence();
    }

    private static int LabelColumn(ConlluColumn column) => column switch
    {
        ConlluColumn.Upos => 3,
        ConlluColumn.Xpos => 4,
        ConlluColumn.Feats => 5,
        ConlluColumn.Deprel => 7,
        _ => throw new ArgumentOutOfRangeException(nameof(column)),
    };

    private static void RequireSentenceStart(LineReader lines, LabelledCorpus corpus)
    {
        if (corpus.OpenTokens > 0)
        {
            throw lines.Error("expected a word or the blank line after a sentence, found a comment");
        }
    }

    private static void ReadWord(LineReader lines, ReadOnlySpan<char> line, ColumnSplitter columns, int labelColumn, LabelledCorpus corpus)
    {
        columns.SplitAtTabs(line);
        if (columns.Count != Columns)
        {
            throw lines.Error($"expected {Columns} tab-separated columns, found {columns.Count}");
        }

        ReadOnlySpan<char> number = columns.Column(line, 0);
        if (IsPair(number, '-') || IsPair(number, '.'))
        {
            return;
        }

        int expected = corpus.OpenTokens + 1;
        if (!TryParseNumber(number, out int found) || found != expected)
        {
            string hint = found == 1
                ? "is the blank line after a sentence missing?"
                : "words are numbered 1, 2, 3; ranges 1-2; empty nodes 1.1";
            throw lines.Error($"expected word {expected}, found '{number}'", hint);
        }

        corpus.Add(Filled(lines, columns.Column(line, Form), Form), Filled(lines, columns.Column(line, labelColumn), labelColumn));
    }

    private static ReadOnlySpan<char> Filled(LineReader lines, ReadOnlySpan<char> value, int column)
    {
        if (value.IsEmpty)
        {
            throw lines.Error($"expected a value or _ in column {column + 1}, found nothing");
        }

        return value;
    }

    private static bool IsPair(ReadOnlySpan<char> number, char separator)
    {
        int at = number.IndexOf(separator);
        return at > 0 && TryParseNumber(number[..at], out _) && TryParseNumber(number[(at + 1)..], out _);
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out number);
}
