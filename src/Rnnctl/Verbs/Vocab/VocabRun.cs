using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rnnctl.Inference.Files;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Subwords;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Vocab;

/// <summary>Counts the words of texts, learns how to segment them, and writes the vocabulary of a translator.</summary>
internal static class VocabRun
{
    /// <summary>Reads, learns, writes, and returns the exit code.</summary>
    public static int Run(VocabRequest request, ToolConsole console, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        RequireFreeOutput(request);
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
        string[] names = [TextEncoderReader.VocabularyName, TextEncoderReader.MergesName];
        if (!request.Overwrite && Array.Exists(names, name => File.Exists(Path.Combine(request.Output, name))))
            throw new InputException($"{request.Output}: there is a vocabulary already", "--overwrite replaces it");
    }

    private static (SymbolCounts Words, long Lines) CountWords(IReadOnlyList<string> files)
    {
        SymbolCounts words = new();
        long count = 0;
        foreach (string file in files)
        {
            using LineReader lines = LineReader.Open(file);
            long before = words.Total;
            while (lines.TryRead(out ReadOnlySpan<char> line)) words.AddWords(line);
            if (words.Total == before) throw new InputException($"{file}: expected sentences, found no words");
            count += lines.LineNumber;
        }

        return (words, count);
    }

    private static BytePairEncoding? Learn(SymbolCounts words, int? merges, ToolConsole console)
    {
        if (merges is not { } most) return null;
        BytePairEncoding subwords = BytePairEncoding.Learn(words.Entries, most);
        string fewer = subwords.MergeCount < most ? $", fewer than {most}: no pair of symbols is left that appears twice" : "";
        console.Note($"learned {Plural.Of(subwords.MergeCount, "merge")}{fewer}");
        return subwords;
    }

    private static void Write(VocabRequest request, Vocabulary vocabulary, BytePairEncoding? subwords)
    {
        List<PendingFile> files = [FileOf(TextEncoderReader.VocabularyName, vocabulary.Write)];
        if (subwords is not null) files.Add(FileOf(TextEncoderReader.MergesName, subwords.Write));
        using AtomicDirectory directory = AtomicDirectory.Open(request.Output);
        RequireFreeOutput(request); // Another run may have finished there while this one read its files.
        directory.Commit(files);
        if (subwords is null) RemoveMerges(request.Output); // Those of a vocabulary that was replaced would segment the words of this one.
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
            throw new IOException($"{path}: could not be removed, and does not belong to the new vocabulary: {failure.Message}", failure);
        }
    }

    private static PendingFile FileOf(string name, Action<TextWriter> write) => new(name, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        write(writer);
    });
}

/// <summary>What <c>rnnctl vocab --json</c> prints.</summary>
/// <param name="Output">The directory that was written.</param>
/// <param name="Lines">The lines of the texts, blank ones included.</param>
/// <param name="Words">The words of the texts.</param>
/// <param name="DistinctWords">The different words, after normalisation.</param>
/// <param name="Merges">The merges that were learned; null for whole words.</param>
/// <param name="Symbols">The symbols of the vocabulary, the three that frame sequences included.</param>
/// <param name="Seconds">The time that it took.</param>
internal sealed record VocabResult(string Output, long Lines, long Words, int DistinctWords, int? Merges, int Symbols, double Seconds);

/// <summary>The keys of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(VocabResult))]
internal sealed partial class VocabJson : JsonSerializerContext;
