namespace Rnnctl.Text.Corpora;

/// <summary>Reads files of labelled sentences, in every format of <see cref="CorpusFormat"/>, into one corpus.</summary>
public static class CorpusReader
{
    /// <summary>
    /// Reads files of one format, one after the other; parallel files come in pairs, tokens then labels, or with intents in threes. Each file is opened once,
    /// so a pipe works too.
    /// </summary>
    /// <param name="files">The paths.</param>
    /// <param name="options">Their format.</param>
    /// <param name="notice">Receives a message that says what <see cref="CorpusFormat.Auto"/> took the files for.</param>
    /// <exception cref="InputException">A file can't be read, holds no sentence or is malformed; the message names the file and, if
    /// possible, the line.</exception>
    public static LabelledCorpus Read(IReadOnlyList<string> files, CorpusLayout options, Action<string> notice)
    {
        LabelledCorpus corpus = new(options.Features.Count);
        Read(files, options, notice, corpus);
        return corpus;
    }

    /// <summary>
    /// The same in portions, as the sentences arrive: at once on a slow input, many together on a fast one. <see cref="CorpusFormat.Auto"/> waits for the first
    /// lines, as many as a buffer holds.
    /// </summary>
    /// <param name="files">The paths.</param>
    /// <param name="options">Their format.</param>
    /// <param name="notice">Receives a message that says what <see cref="CorpusFormat.Auto"/> took the files for.</param>
    /// <param name="take">Takes a portion, which it may use until it returns.</param>
    /// <exception cref="InputException">As above; the sentences before the mistake were taken.</exception>
    public static void ReadPortions(IReadOnlyList<string> files, CorpusLayout options, Action<string> notice, Action<LabelledCorpus> take)
    {
        var portions = new LabelledPortions(options.Features.Count, take);
        try
        {
            Read(files, options, notice, portions);
        }
        catch (InputException)
        {
            portions.End();
            throw;
        }

        portions.End();
    }

    /// <summary>The same, sentence by sentence.</summary>
    internal static void Read(IReadOnlyList<string> files, CorpusLayout options, Action<string> notice, ILabelledSentences sentences)
    {
        Check(files, options);
        List<LineReader> readers = [];
        try
        {
            foreach (string file in files)
            {
                readers.Add(LineReader.Open(file));
            }

            Read(readers, options, notice, sentences);
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }

    /// <summary>Reads an open input to its end. It belongs to the caller.</summary>
    /// <param name="input">The input; only one, so that it holds no parallel files.</param>
    /// <param name="options">Its format.</param>
    /// <param name="notice">Receives a message that says what <see cref="CorpusFormat.Auto"/> took it for.</param>
    /// <exception cref="InputException">It holds no sentence or is malformed; the message names it and, if possible, the line.</exception>
    public static LabelledCorpus Read(LineReader input, CorpusLayout options, Action<string> notice)
    {
        Check([input.Name], options);
        LabelledCorpus corpus = new(options.Features.Count);
        Read([input], options, notice, corpus);
        return corpus;
    }

    private static void Read(List<LineReader> readers, CorpusLayout options, Action<string> notice, ILabelledSentences sentences)
    {
        CorpusFormat format = options.Format == CorpusFormat.Auto ? Detect(readers, options.Intents, notice) : options.Format;
        ReadAll(readers, options with { Format = format }, sentences);
    }

    private static void Check(IReadOnlyList<string> files, CorpusLayout options)
    {
        if (files.Count == 0)
        {
            throw new InputException("expected a file with labelled sentences, found none");
        }

        if (options.TokenColumn < 0 || options.LabelColumn < 0)
        {
            throw new InputException($"expected a column of 0 or more, found {Math.Min(options.TokenColumn, options.LabelColumn ?? 0)}");
        }
    }

    private static CorpusFormat Detect(List<LineReader> files, bool intents, Action<string> notice)
    {
        if (AreParallel(files, intents))
        {
            string together = string.Join(", ", Together(files, intents).Select(NamesOf));
            notice($"reading {together} as parallel files");
            return CorpusFormat.Parallel;
        }

        if (AreParallel(files, !intents)) throw WrongNumber(files, intents);
        CorpusFormat format = FormatDetector.Detect(files[0]);
        foreach (LineReader file in files.Skip(1))
        {
            RequireFormat(format, files[0], file);
        }

        notice("reading " + string.Join(", ", files.Select(file => file.Name)) + " as " + Describe(format));
        return format;
    }

    private static void RequireFormat(CorpusFormat format, LineReader first, LineReader file)
    {
        CorpusFormat found = FormatDetector.Detect(file);
        if (found != format)
        {
            throw new InputException(
                $"{file.Name}: expected {Describe(format)} like {first.Name}, found {Describe(found)}",
                "give files of one format together; --format names it");
        }
    }

    private static string Describe(CorpusFormat format) => format switch
    {
        CorpusFormat.Conll => "CoNLL columns",
        CorpusFormat.Conllu => "CoNLL-U",
        CorpusFormat.Slash => "slashed text",
        CorpusFormat.Csv => "comma-separated values",
        CorpusFormat.Tsv => "tab-separated values with a header",
        CorpusFormat.Parallel => "parallel files",
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    private static bool AreParallel(List<LineReader> files, bool intents) =>
        files.Count % FilesTogether(intents) == 0 && Together(files, intents).All(part => FormatDetector.AreParallel(part[0], part[1]));

    private static int FilesTogether(bool intents) => intents ? 3 : 2;

    private static IEnumerable<LineReader[]> Together(List<LineReader> files, bool intents) => files.Chunk(FilesTogether(intents));

    private static string NamesOf(LineReader[] files) =>
        $"{string.Join(", ", files[..^1].Select(file => file.Name))} and {files[^1].Name}";

    private static void ReadAll(List<LineReader> files, CorpusLayout options, ILabelledSentences corpus)
    {
        if (options.Format is not (CorpusFormat.Conll or CorpusFormat.Conllu)) options.Features.In(files[0].Name, options.Format, -1);
        if (options.Format == CorpusFormat.Parallel)
        {
            ReadParallel(files, options.Intents, corpus);
            return;
        }

        if (options is { Format: CorpusFormat.Slash, Intents: true })
        {
            throw new InputException(
                $"{files[0].Name}: slashed text has no place for the sentences' intents",
                "write a column intent of csv or tsv, a comment # intent = ... of conll or conllu, or a third parallel file");
        }

        foreach (LineReader file in files)
        {
            int before = corpus.Sentences;
            ILabelledReader reader = Open(file, options);
            corpus.Begin(reader, file);
            reader.Read(corpus);
            RequireSentences(file, corpus.Sentences - before);
        }
    }

    private static void ReadParallel(List<LineReader> files, bool intents, ILabelledSentences corpus)
    {
        if (files.Count % FilesTogether(intents) != 0) throw WrongNumber(files, intents);
        foreach (LineReader[] part in Together(files, intents))
        {
            int before = corpus.Sentences;
            var reader = new ParallelReader(part[0], part[1], intents ? part[2] : null);
            corpus.Begin(reader, part[0], part[1]);
            reader.Read(corpus);
            RequireSentences(part[0], corpus.Sentences - before);
        }
    }

    private static InputException WrongNumber(List<LineReader> files, bool intents)
    {
        string found = files.Count == 1 ? "1 file" : $"{files.Count} files";
        if (intents)
        {
            return new InputException(
                $"{files[^1].Name}: expected three parallel files, tokens, labels and intents, found {found}",
                "name all: train.seq.in train.seq.out train.label");
        }

        string hint = files.Count % FilesTogether(intents: true) == 0
            ? "a third file has the sentences' intents, which only train --intent and its models read"
            : "name both: train.seq.in train.seq.out";
        return new InputException($"{files[^1].Name}: expected pairs of parallel files, tokens then labels, found {found}", hint);
    }

    private static ILabelledReader Open(LineReader file, CorpusLayout options) => options.Format switch
    {
        CorpusFormat.Conll or CorpusFormat.Conllu => new LabelledColumns(
            IColumnReader.Open(file, options, withLabels: true), options.Features.Count, options.Intents),
        CorpusFormat.Slash => new SlashReader(file),
        CorpusFormat.Csv => new SeparatedReader(file, ',', options.Intents),
        CorpusFormat.Tsv => new SeparatedReader(file, '\t', options.Intents),
        _ => throw new ArgumentOutOfRangeException(nameof(options)),
    };

    /// <summary>Reads open files of one format, one after the other; parallel files come in pairs or threes. They belong to the caller.</summary>
    /// <param name="files">The files.</param>
    /// <param name="options">Their format.</param>
    /// <param name="notice">Receives a message that says what <see cref="CorpusFormat.Auto"/> took them for.</param>
    /// <exception cref="InputException">A file holds no sentence or is malformed; the message names it and, if possible, the line.</exception>
    public static LabelledCorpus Read(IReadOnlyList<LineReader> files, CorpusLayout options, Action<string> notice)
    {
        Check([.. files.Select(file => file.Name)], options);
        LabelledCorpus corpus = new(options.Features.Count);
        Read([.. files], options, notice, corpus);
        return corpus;
    }

    /// <summary>Whether open files, of which nothing was read yet, are labelled rather than plain text: by their names or by their first lines.</summary>
    public static bool AreLabelled(IReadOnlyList<LineReader> files) => FormatDetector.AreLabelled(files);

    /// <summary>Refuses a file that was read to its end and has no sentence.</summary>
    /// <exception cref="InputException">It has none.</exception>
    internal static void RequireSentences(LineReader file, long sentences)
    {
        if (sentences == 0)
        {
            throw new InputException($"{file.Name}: expected sentences, found {(file.LineNumber == 0 ? "an empty file" : "none")}");
        }
    }
}
