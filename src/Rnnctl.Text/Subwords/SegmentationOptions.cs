using System.Globalization;

namespace Rnnctl.Text.Subwords;

/// <summary>How words are segmented beside their merges, under subword-nmt's names.</summary>
public sealed record SegmentationOptions
{
    /// <summary>The segments that may remain, those inside a word with <c>@@</c> at their end; other segments are taken apart. Null for all.</summary>
    public IReadOnlySet<string>? Vocabulary { get; init; }

    /// <summary>What matches one of these is never segmented, and divides a word that contains it.</summary>
    public IReadOnlyList<GlossaryEntry> Glossary { get; init; } = [];

    /// <summary>The probability that a merge is left out at a step (Provilkov et al. 2020).</summary>
    public double Dropout { get; init; }

    /// <summary>The seed of dropout.</summary>
    public int Seed { get; init; }

    /// <summary>Reads a vocabulary with counts, <c>segment count</c> a line, as subword-nmt's <c>get-vocab</c> writes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threshold">The least count of a segment that may remain; null for all segments of the file, which then need no counts.</param>
    /// <exception cref="InputException">The file can't be read, or a line has no count.</exception>
    public static IReadOnlySet<string> ReadVocabulary(string path, int? threshold)
    {
        using LineReader lines = LineReader.Open(path);
        lines.KeepsMarks = true;
        var segments = new HashSet<string>(StringComparer.Ordinal);
        while (lines.TryRead(out ReadOnlySpan<char> line))
        {
            ReadOnlySpan<char> entry = line.Trim(" \r\t");
            int blank = entry.LastIndexOfAny(' ', '\t');
            if (entry.IsEmpty) continue;
            if (threshold is null)
            {
                segments.Add((blank < 0 ? entry : entry[..blank]).ToString());
                continue;
            }

            if (blank < 0 || !long.TryParse(entry[(blank + 1)..], CultureInfo.InvariantCulture, out long count))
                throw lines.Error($"expected a segment and its count, found '{entry}'", "subword-nmt get-vocab counts the segments of a segmented text");
            if (count >= threshold) segments.Add(entry[..blank].ToString());
        }

        return segments;
    }
}
