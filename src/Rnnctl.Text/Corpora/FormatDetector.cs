namespace Rnnctl.Text.Corpora;

/// <summary>
/// Detects the format of a file. The name decides if it ends in <c>.conllu</c>, <c>.conllup</c>, <c>.csv</c>, <c>.conll</c>, <c>.iob</c>,
/// <c>.iob2</c> or <c>.bio</c>, or in <c>.in</c> or <c>.out</c> (one of two parallel files), with or without <c>.gz</c> after it; but columns are CoNLL-U if
/// their lines are. Otherwise the
/// first lines decide: ten tab-separated columns that start with a number, or a comment <c># global.columns = ...</c>, are CoNLL-U, a first line with the
/// columns <c>tokens</c> and <c>labels</c> is a header, a slash inside every word is slashed text, and two columns or more are CoNLL columns.
/// Two files whose names differ only in the last extension are parallel if the extensions are <c>.in</c> and <c>.out</c>. They are also
/// parallel if the extensions mean no format and their first lines have the same numbers of words, line by line, with no blank line.
/// </summary>
internal static class FormatDetector
{
    private const int LinesToSee = 50;

    /// <summary>The format of a file.</summary>
    /// <exception cref="InputException">Neither the name nor the lines decide.</exception>
    public static CorpusFormat Detect(LineReader file) => FromName(file.Name) switch
    {
        CorpusFormat.Conll when IsConllu(file.Peek(LinesToSee), IsFirstConlluWord) => CorpusFormat.Conllu,
        { } named => named,
        null => FromLines(file),
    };

    /// <summary>Whether two files look like the tokens and the labels of one corpus.</summary>
    public static bool AreParallel(LineReader tokens, LineReader labels)
    {
        bool named = StemOf(tokens.Name) == StemOf(labels.Name) && TextFileName.ExtensionOf(tokens.Name) != TextFileName.ExtensionOf(labels.Name);
        return named && (FromName(tokens.Name), FromName(labels.Name)) switch
        {
            (CorpusFormat.Parallel, CorpusFormat.Parallel) => true,
            (null, null) => HaveSameLengths(tokens.Peek(LinesToSee), labels.Peek(LinesToSee)),
            _ => false,
        };
    }

    /// <summary>
    /// Whether files are labelled rather than plain text: by the name of the first; or because its first lines have a header, are CoNLL-U or slashed text, or
    /// are columns: equally many on each line, with tabs between them or a blank line behind a sentence. Two files are also labelled if their names say that
    /// they are parallel.
    /// </summary>
    public static bool AreLabelled(IReadOnlyList<LineReader> files)
    {
        if (FromName(files[0].Name) is { } named && named != CorpusFormat.Parallel) return true;
        if (files is [var tokens, var labels] && FromName(tokens.Name) == CorpusFormat.Parallel && AreParallel(tokens, labels)) return true;
        IReadOnlyList<string> all = files[0].Peek(LinesToSee);
        List<string> lines = [.. all.Where(line => !Blanks.Trim(line).IsEmpty)];
        if (lines.Count == 0) return false;
        return HasHeader(lines[0], '\t') || HasHeader(lines[0], ',') || IsConllu(lines, IsConlluWord) || lines.TrueForAll(IsSlashed)
            || AreColumns(lines, hasBlankLine: lines.Count < all.Count);
    }

    private static bool AreColumns(List<string> lines, bool hasBlankLine)
    {
        string[] tokens = [.. lines.Where(line => line[0] != '#' && !ConllReader.IsDocumentStart(line))];
        if (tokens.Length == 0) return false;
        bool haveTabs = tokens[0].Contains('\t');
        int[] counts = [.. tokens.Select(line => haveTabs ? line.Split('\t').Length : Blanks.CountWords(line)).Distinct()];
        return counts is [>= 2] && (haveTabs || hasBlankLine);
    }

    /// <summary>Whether lines have the same numbers of words and none is blank. Files of columns have blank lines between sentences.</summary>
    private static bool HaveSameLengths(IReadOnlyList<string> tokens, IReadOnlyList<string> labels)
    {
        IEnumerable<(int Tokens, int Labels)> lengths = tokens.Select(Count).Zip(labels.Select(Count));
        return tokens.Count > 0 && lengths.All(pair => pair.Tokens == pair.Labels && pair.Tokens > 0);

        static int Count(string line) => Blanks.CountWords(line);
    }

    private static string StemOf(string path) => Path.ChangeExtension(TextFileName.WithoutCompression(path), null);

    private static CorpusFormat? FromName(string path) => TextFileName.ExtensionOf(path) switch
    {
        ".conllu" or ".conllup" => CorpusFormat.Conllu,
        ".conll" or ".iob" or ".iob2" or ".bio" => CorpusFormat.Conll,
        ".csv" => CorpusFormat.Csv,
        ".in" or ".out" => CorpusFormat.Parallel,
        _ => null,
    };

    private static CorpusFormat FromLines(LineReader file)
    {
        IReadOnlyList<string> all = file.Peek(LinesToSee);
        List<string> lines = [.. all.Where(line => !Blanks.Trim(line).IsEmpty)];
        if (lines.Count == 0)
        {
            throw new InputException($"{file.Name}: expected sentences, found an empty file");
        }

        if (HasHeader(lines[0], '\t'))
        {
            return CorpusFormat.Tsv;
        }

        if (HasHeader(lines[0], ','))
        {
            return CorpusFormat.Csv;
        }

        if (IsConllu(lines, IsConlluWord))
        {
            return CorpusFormat.Conllu;
        }

        if (lines.TrueForAll(IsSlashed))
        {
            return CorpusFormat.Slash;
        }

        // Columns have blank lines between sentences.
        if (lines.Count == all.Count && lines.TrueForAll(IsSentenceWithLabels) && lines.Exists(line => Blanks.CountWords(line.Split('\t')[0]) > 1))
        {
            throw new InputException(
                $"{file.Name}: expected a header with the columns tokens and labels above the sentences, found none",
                "put it before the first line: tokens, a tab, labels");
        }

        return Blanks.CountWords(FirstToken(lines) ?? lines[0]) >= 2 ? CorpusFormat.Conll : throw Undecided(file);
    }

    /// <summary>Whether a line is a sentence as <c>tag</c> writes it: tokens, a tab and as many labels.</summary>
    private static bool IsSentenceWithLabels(string line) =>
        line.Split('\t') is [var tokens, var labels, ..] && Blanks.CountWords(tokens) == Blanks.CountWords(labels);

    private static bool HasHeader(string line, char delimiter)
    {
        string[] names = [.. line.Split(delimiter).Select(name => name.Trim().Trim('"'))];
        return names.Contains("tokens", StringComparer.OrdinalIgnoreCase) && names.Contains("labels", StringComparer.OrdinalIgnoreCase);
    }

    private static string? FirstToken(IEnumerable<string> lines) =>
        lines.FirstOrDefault(line => !Blanks.Trim(line).IsEmpty && line[0] != '#' && !ConllReader.IsDocumentStart(line));

    private static bool IsConllu(IReadOnlyList<string> lines, Func<string, bool> isWord) =>
        (FirstToken(lines) is { } first && isWord(first)) || lines.Any(line => line.StartsWith('#') && ConlluPlaces.TryRead(line, out _));

    private static bool IsConlluWord(string line) => line.Split('\t') is { Length: 10 } columns && columns[0] is [>= '0' and <= '9', ..];

    /// <summary>Whether a line is the first of a sentence in CoNLL-U: its word is numbered 1, or it is a range or an empty node before that word.</summary>
    private static bool IsFirstConlluWord(string line) => IsConlluWord(line) && line.Split('\t')[0] is ("1" or ['1', '-', ..] or "0.1");

    private static bool IsSlashed(string line)
    {
        foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line))
        {
            if (!SlashReader.TrySplit(word, out _, out _))
            {
                return false;
            }
        }

        return true;
    }

    private static InputException Undecided(LineReader file) => new(
        $"{file.Name}: cannot tell the format from the file's name and first lines",
        "name it: --format conll|conllu|slash|csv|tsv|parallel (parallel takes two files, tokens and labels)");
}
