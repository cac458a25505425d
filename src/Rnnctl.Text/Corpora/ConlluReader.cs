namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads CoNLL-U, version 2 (universaldependencies.org/format.html): comment lines that start with <c>#</c> before a sentence, a word a
/// line in ten tab-separated columns, words numbered from 1, a blank line after every sentence. A token is a syntactic word: multiword
/// ranges (<c>1-2</c>) and empty nodes (<c>1.1</c>) are skipped. FORM may contain blanks and stays one token; a label <c>_</c> is a label.
/// </summary>
internal static class ConlluReader
{
    /// <summary>The column FORM, which holds the word.</summary>
    public const int Form = 1;

    private const int Columns = 10;

    /// <summary>Adds the sentences of a file to a corpus.</summary>
    /// <exception cref="InputException">A line does not have ten columns, a needed column is empty, or word numbers are out of
    /// order.</exception>
    public static void Read(LineReader lines, CorpusOptions options, LabelledCorpus corpus)
    {
        int labels = LabelColumn(options.ConlluColumn);
        int[] features = options.Features.In(lines.Name, CorpusFormat.Conllu, labels);
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
                ReadWord(lines, line, columns, labels, features, corpus);
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

    private static void ReadWord(
        LineReader lines, ReadOnlySpan<char> line, ColumnSplitter columns, int labelColumn, int[] features, LabelledCorpus corpus)
    {
        if (!IsWord(lines, line, columns, corpus.OpenTokens + 1)) return;
        corpus.Add(Filled(lines, columns.Column(line, Form), Form), Filled(lines, columns.Column(line, labelColumn), labelColumn));
        for (int feature = 0; feature < features.Length; feature++)
            corpus.AddFeature(feature, Filled(lines, columns.Column(line, features[feature]), features[feature]));
    }

    /// <summary>Splits a line and returns whether it holds a word: not a range and not an empty node.</summary>
    /// <param name="lines">Where the line was read.</param>
    /// <param name="line">The line.</param>
    /// <param name="columns">Receives the columns.</param>
    /// <param name="expected">The number that the word must have.</param>
    /// <exception cref="InputException">The line does not have ten columns, or the word has another number.</exception>
    public static bool IsWord(LineReader lines, ReadOnlySpan<char> line, ColumnSplitter columns, int expected)
    {
        columns.SplitAtTabs(line);
        if (columns.Count != Columns)
        {
            throw lines.Error($"expected {Columns} tab-separated columns, found {columns.Count}");
        }

        ReadOnlySpan<char> number = columns.Column(line, 0);
        if (IsPair(number, '-') || IsPair(number, '.'))
        {
            return false;
        }

        if (!TryParseNumber(number, out int found) || found != expected)
        {
            string hint = found == 1
                ? "is the blank line after a sentence missing?"
                : "words are numbered 1, 2, 3; ranges 1-2; empty nodes 1.1";
            throw lines.Error($"expected word {expected}, found '{number}'", hint);
        }

        return true;
    }

    /// <summary>Returns the value of a column, which must not be empty.</summary>
    /// <exception cref="InputException">It is empty.</exception>
    public static ReadOnlySpan<char> Filled(LineReader lines, ReadOnlySpan<char> value, int column)
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
