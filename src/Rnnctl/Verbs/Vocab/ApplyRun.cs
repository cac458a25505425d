using Rnnctl.Files;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Subwords;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Vocab;

/// <summary>Segments lines of text by learned merges as they arrive, or joins segments again.</summary>
internal static class ApplyRun
{
    /// <summary>Writes a line for each line, and returns the exit code.</summary>
    public static int Run(ApplyRequest request, ToolConsole console, CancellationToken cancellation)
    {
        Func<string, string> change = request.Merges is { } merges ? Segmenting(merges, request) : SubwordSegmenter.Join;
        foreach (LineReader lines in FilterInput.Open(request.Files, console))
        {
            using (lines) Filter(lines, change, console, cancellation);
        }

        return ExitCode.Done;
    }

    private static void Filter(LineReader lines, Func<string, string> change, ToolConsole console, CancellationToken cancellation)
    {
        while (lines.TryRead(out ReadOnlySpan<char> line))
        {
            cancellation.ThrowIfCancellationRequested();
            console.Output.WriteLine(change(line.ToString()));
            if (!lines.HasBufferedLine) console.Output.Flush();
        }
    }

    /// <exception cref="InputException">A file cannot be read, or an entry of the glossary is no regular expression.</exception>
    private static Func<string, string> Segmenting(string path, ApplyRequest request)
    {
        bool isDirectory = Directory.Exists(path);
        string merges = isDirectory ? Path.Combine(path, TextEncoderReader.MergesName) : path;
        if (isDirectory && !File.Exists(merges))
        {
            string message = $"{path}: expected a directory with merges, found no {TextEncoderReader.MergesName} in it";
            throw new InputException(message, "make one: rnnctl vocab FILE... --bpe N");
        }

        TokenNormalizer normalizer = isDirectory ? VocabularyRecord.NormalizerOf(path) : default;
        var segmenter = new SubwordSegmenter(BytePairEncoding.Read(merges), new SegmentationOptions
        {
            Vocabulary = request.Vocabulary is { } vocabulary ? SegmentationOptions.ReadVocabulary(vocabulary, request.Threshold) : null,
            Glossary = [.. request.Glossary.Select(Entry)],
            Dropout = request.Dropout,
            Seed = request.Seed,
        });
        return line => segmenter.Apply(normalizer.Apply(line));
    }

    private static GlossaryEntry Entry(string pattern)
    {
        try
        {
            return new GlossaryEntry(pattern);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            throw new InputException($"--glossary: expected a regular expression without look-around and back references, found '{pattern}'", failure);
        }
    }
}

/// <summary>The arguments of <c>rnnctl vocab --apply</c> and <c>--join</c>.</summary>
internal sealed record ApplyRequest
{
    /// <summary>The input files; empty for standard input.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>A directory of <c>rnnctl vocab --bpe</c>, or a file of merges; null to join.</summary>
    public required string? Merges { get; init; }

    /// <summary>A file of the segments that may remain, with their counts; null for all.</summary>
    public required string? Vocabulary { get; init; }

    /// <summary>The least count of a segment that may remain, or null.</summary>
    public required int? Threshold { get; init; }

    /// <summary>Regular expressions of what is never segmented.</summary>
    public required IReadOnlyList<string> Glossary { get; init; }

    /// <summary>The probability that a merge is left out.</summary>
    public required double Dropout { get; init; }

    public required int Seed { get; init; }
}
