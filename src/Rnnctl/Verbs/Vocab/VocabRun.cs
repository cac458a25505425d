using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rnnctl.Files;
using Rnnctl.Inference.Files;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Subwords;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Vocab;

/// <summary>Counts the words of texts, learns subwords, and writes the vocabulary for a translator.</summary>
internal static class VocabRun
{
    /// <summary>Reads, learns, writes, and returns the exit code.</summary>
    public static int Run(VocabRequest request, ToolConsole console, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        RequireFreeOutput(request);
        FilterInput.RequireOnce(request.Files);
        foreach (string file in request.Files.Where(PairReader.IsNamedAsColumns))
            console.Note($"reading {file} as two columns, source and target: the vocabulary has the words of both");
        (SymbolCounts written, long lines) = CountWords(request.Files);
        SymbolCounts words = written.Normalized(request.Selection.Normalizer);
        console.Note($"read {Plural.Of(lines, "line")}, {Plural.Of(words.Total, "word")}, {words.Count} of them different");
        BytePairEncoding? subwords = Learn(words, request.Merges, console);
        SymbolCounts symbols = subwords is null ? words : words.Segmented(subwords);
        Vocabulary vocabulary = Vocabulary.ForSequences(symbols, request.Selection);
        cancellation.ThrowIfCancellationRequested();
        Write(request, vocabulary, subwords);

        double seconds = clock.Elapsed.TotalSeconds;
        console.Note(FormattableString.Invariant($"done: {Plural.Of(vocabulary.Count, "symbol")}, in {request.Output}; {seconds:F1} s"));
        var result = new VocabResult(request.Output, lines, words.Total, words.Count, subwords?.MergeCount, vocabulary.Count, seconds);
        if (request.Json) console.Output.WriteLine(JsonSerializer.Serialize(result, VocabJson.Default.VocabResult));
        return ExitCode.Done;
    }

    private static void RequireFreeOutput(VocabRequest request)
    {
        if (File.Exists(request.Output)) throw new InputException($"{request.Output}: expected a directory, found a file");
        string[] names = [TextEncoderReader.VocabularyName, TextEncoderReader.MergesName, VocabularyRecord.Name];
        if (!request.Overwrite && Array.Exists(names, name => File.Exists(Path.Combine(request.Output, name))))
            throw new InputException($"{request.Output}: a vocabulary already exists", "--overwrite replaces it");
    }

    private static (SymbolCounts Words, long Lines) CountWords(IReadOnlyList<string> files)
    {
        SymbolCounts words = new();
        long count = 0;
        foreach (string file in files)
        {
            using LineReader lines = LineReader.Open(file);
            long before = words.Total;
            bool hasColumns = PairReader.IsNamedAsColumns(file);
            while (lines.TryRead(out ReadOnlySpan<char> line))
            {
                if (!(hasColumns && lines.LineNumber == 1 && PairReader.IsHeader(line))) words.AddWords(line);
            }

            if (words.Total == before) throw new InputException($"{lines.Name}: expected sentences, found no words");
            count += lines.LineNumber;
        }

        return (words, count);
    }

    private static BytePairEncoding? Learn(SymbolCounts words, int? merges, ToolConsole console)
    {
        if (merges is not { } most) return null;
        BytePairEncoding subwords = BytePairEncoding.Learn(words.Entries, most);
        string fewer = subwords.MergeCount < most ? $", fewer than {most}: no other pair of symbols occurs twice" : "";
        console.Note($"learned {Plural.Of(subwords.MergeCount, "merge")}{fewer}");
        return subwords;
    }

    private static void Write(VocabRequest request, Vocabulary vocabulary, BytePairEncoding? subwords)
    {
        List<PendingFile> files = [FileOf(TextEncoderReader.VocabularyName, vocabulary.Write)];
        if (subwords is not null) files.Add(FileOf(TextEncoderReader.MergesName, subwords.Write));
        TokenNormalizer normalizer = request.Selection.Normalizer;
        files.Add(new PendingFile(VocabularyRecord.Name, new VocabularyRecord(normalizer.Lowercase, normalizer.DigitsToZero).Write));
        using AtomicDirectory directory = AtomicDirectory.Open(request.Output);
        RequireFreeOutput(request); // Another run may have written a vocabulary meanwhile.
        directory.Commit(files);
        if (subwords is null) RemoveMerges(request.Output); // Merges of the replaced vocabulary must not apply to this one.
    }

    private static void RemoveMerges(string output)
    {
        string path = Path.Combine(output, TextEncoderReader.MergesName);
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: this file of the old vocabulary could not be removed: {failure.Message}", failure);
        }
    }

    private static PendingFile FileOf(string name, Action<TextWriter> write) => new(name, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        write(writer);
    });
}

/// <summary>The JSON object of <c>rnnctl vocab --json</c>.</summary>
/// <param name="Output">The directory of the vocabulary.</param>
/// <param name="Lines">Lines of the texts, including blank ones.</param>
/// <param name="Words">Words of the texts.</param>
/// <param name="DistinctWords">Different words after normalisation.</param>
/// <param name="Merges">Learned merges; null for whole words.</param>
/// <param name="Symbols">Symbols of the vocabulary, including unknown, begin and end.</param>
/// <param name="Seconds">The running time.</param>
internal sealed record VocabResult(string Output, long Lines, long Words, int DistinctWords, int? Merges, int Symbols, double Seconds);

/// <summary>Serialises the result of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(VocabResult))]
internal sealed partial class VocabJson : JsonSerializerContext;
