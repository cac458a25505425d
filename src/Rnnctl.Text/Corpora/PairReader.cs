namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads sentences with their translations: two parallel files, a sentence a line, or one file of two columns with a tab between them, whose first line may
/// name the columns (<see cref="IsHeader"/>). Ignores blank lines at the end: lines that are blank on both sides, and extra blank lines of one of two files.
/// </summary>
public sealed class PairReader
{
    private readonly ISentencePairs _pairs;
    private readonly bool _keepEmpty;
    private int _blankPairs;

    private PairReader(ISentencePairs pairs, bool keepEmpty) => (_pairs, _keepEmpty) = (pairs, keepEmpty);

    /// <summary>
    /// Reads files, one after the other. A file whose name ends in <c>.tsv</c>, or a single file, has two columns; others come in pairs, source then
    /// target. Each file is opened once, so a pipe works too.
    /// </summary>
    /// <param name="files">The paths.</param>
    /// <param name="keepEmpty">Whether to keep pairs with a blank side, so that every line has its pair; otherwise they are skipped and counted.</param>
    /// <param name="notice">Receives a message that says what the files were taken for.</param>
    /// <exception cref="InputException">A file can't be read, holds no pair or is malformed, or two parallel files differ in length; the message names the
    /// files and, where there is one, the line.</exception>
    public static SentencePairs Read(IReadOnlyList<string> files, bool keepEmpty, Action<string> notice)
    {
        var pairs = new SentencePairs();
        Read(files, keepEmpty, notice, pairs);
        return pairs;
    }

    /// <summary>The same, pair by pair.</summary>
    internal static void Read(IReadOnlyList<string> files, bool keepEmpty, Action<string> notice, ISentencePairs pairs)
    {
        if (files.Count == 0) throw new InputException("expected files with sentences and their translations, found none");
        PairReader reader = new(pairs, keepEmpty);
        int next = 0;
        while (next < files.Count)
        {
            next += HasColumns(files, next) ? reader.ReadColumnsFrom(files[next], notice) : reader.ReadFilesFrom(files, next, notice);
        }
    }

    /// <summary>Whether a file's name says that it has two columns, source and target.</summary>
    public static bool IsNamedAsColumns(string file) => TextFileName.ExtensionOf(file) == ".tsv";

    /// <summary>Whether the first line of two columns names them: <c>source</c> or <c>src</c>, a tab, <c>target</c> or <c>tgt</c>, in any case.</summary>
    public static bool IsHeader(ReadOnlySpan<char> line)
    {
        int tab = line.IndexOf('\t');
        return tab >= 0 && IsOneOf(Blanks.Trim(line[..tab]), "source", "src") && IsOneOf(Blanks.Trim(line[(tab + 1)..]), "target", "tgt");
    }

    /// <summary>Whether one of several files has two columns: by its name, or because it has no parallel file beside it.</summary>
    public static bool HasColumns(IReadOnlyList<string> files, int file) => files.Count == 1 || IsNamedAsColumns(files[file]);

    /// <summary>Divides a line of two columns at its tab.</summary>
    /// <param name="lines">The file, which read the line last.</param>
    /// <param name="line">The line.</param>
    /// <exception cref="InputException">It has another number of columns.</exception>
    public static (string Source, string Target) Columns(LineReader lines, ReadOnlySpan<char> line)
    {
        int tab = TabOf(lines, line);
        return (line[..tab].ToString(), line[(tab + 1)..].ToString());
    }

    /// <summary>Finds the tab of a line of two columns.</summary>
    /// <exception cref="InputException">It has another number of columns.</exception>
    internal static int TabOf(LineReader lines, ReadOnlySpan<char> line)
    {
        int tabs = line.Count('\t');
        return tabs == 1
            ? line.IndexOf('\t')
            : throw lines.Error(
                $"expected two tab-separated columns, source and target, found {tabs + 1}",
                "parallel files come in pairs, source then target: train.en train.de");
    }

    private int ReadColumnsFrom(string file, Action<string> notice)
    {
        using LineReader lines = LineReader.Open(file);
        notice($"reading {lines.Name} as two columns, source and target");
        _pairs.Begin(lines);
        ReadPart(lines, () => ReadColumns(lines, notice));
        return 1;
    }

    private int ReadFilesFrom(IReadOnlyList<string> files, int first, Action<string> notice)
    {
        if (first + 1 == files.Count || HasColumns(files, first + 1))
        {
            throw new InputException(
                $"{StandardInput.NameOf(files[first])}: expected a file of translations after it, found none",
                "parallel files come in pairs, source then target: train.en train.de; a file of two columns is named .tsv");
        }

        using LineReader sources = LineReader.Open(files[first]);
        using LineReader targets = LineReader.Open(files[first + 1]);
        notice($"reading {sources.Name} and {targets.Name} as parallel files, source and target");
        _pairs.Begin(sources, targets);
        ReadPart(sources, () => ReadFiles(sources, targets));
        return 2;
    }

    private void ReadPart(LineReader first, Action read)
    {
        int before = _pairs.Count;
        _blankPairs = 0;
        read();
        if (_pairs.Count == before)
        {
            throw new InputException($"{first.Name}: expected sentences and their translations, found {(first.LineNumber == 0 ? "an empty file" : "none")}");
        }
    }

    private void ReadColumns(LineReader lines, Action<string> notice)
    {
        while (lines.TryRead(out ReadOnlySpan<char> line))
        {
            if (lines.LineNumber == 1 && IsHeader(line))
            {
                notice($"{lines.Name}: the first line names the columns");
                continue;
            }

            if (IsBlank(line))
            {
                _blankPairs++;
                continue;
            }

            int tab = TabOf(lines, line);
            Add(line[..tab], line[(tab + 1)..]);
        }
    }

    private void ReadFiles(LineReader sources, LineReader targets)
    {
        while (true)
        {
            bool hasSource = sources.TryRead(out ReadOnlySpan<char> source);
            bool hasTarget = targets.TryRead(out ReadOnlySpan<char> target);
            if (!hasSource || !hasTarget)
            {
                bool sourceGoesOn = hasSource && HasMore(sources, source);
                bool targetGoesOn = hasTarget && HasMore(targets, target);
                if (sourceGoesOn || targetGoesOn) throw DifferInLength(sources, targets);
                return;
            }

            Add(source, target);
        }
    }

    /// <summary>Reads to the end of the file, which counts its lines, and returns whether any line, this one included, is not blank.</summary>
    private static bool HasMore(LineReader lines, ReadOnlySpan<char> line)
    {
        bool hasMore = !IsBlank(line);
        while (lines.TryRead(out ReadOnlySpan<char> next)) hasMore |= !IsBlank(next);
        return hasMore;
    }

    private static InputException DifferInLength(LineReader sources, LineReader targets)
    {
        string lines = sources.LineNumber == 1 ? "line" : "lines";
        return new InputException(
            $"{sources.Name} has {sources.LineNumber} {lines}, {targets.Name} has {targets.LineNumber}: expected a target for every source",
            "each line of the second file is the translation of the same line of the first");
    }

    /// <summary>Adds a pair. A pair that is blank on both sides waits until another pair follows it.</summary>
    private void Add(ReadOnlySpan<char> source, ReadOnlySpan<char> target)
    {
        if (IsBlank(source) && IsBlank(target))
        {
            _blankPairs++;
            return;
        }

        for (; _blankPairs > 0; _blankPairs--) AddOrSkip("", "", isEmpty: true);
        AddOrSkip(source, target, IsBlank(source) || IsBlank(target));
    }

    private void AddOrSkip(ReadOnlySpan<char> source, ReadOnlySpan<char> target, bool isEmpty)
    {
        if (isEmpty && !_keepEmpty)
        {
            _pairs.CountEmpty();
        }
        else
        {
            _pairs.Add(source, target);
        }
    }

    private static bool IsOneOf(ReadOnlySpan<char> name, string first, string second) =>
        name.Equals(first, StringComparison.OrdinalIgnoreCase) || name.Equals(second, StringComparison.OrdinalIgnoreCase);

    private static bool IsBlank(ReadOnlySpan<char> line) => Blanks.Trim(line).IsEmpty;
}
