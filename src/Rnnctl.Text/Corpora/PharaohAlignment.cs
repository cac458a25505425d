using System.Globalization;

namespace Rnnctl.Text.Corpora;

/// <summary>
/// Word alignments in the format of Pharaoh (Koehn 2004), which fast_align and eflomal write: <c>0-0 2-1 1-2</c>, for each link the source word and the
/// target word, counted from 0; a space between links.
/// </summary>
public static class PharaohAlignment
{
    /// <summary>Formats a sentence's links in the order of its target words, as fast_align does; empty if there is none.</summary>
    /// <param name="sources">The position of the source word of each target word, <c>[target words]</c>; negative if it has none.</param>
    public static string Format(ReadOnlySpan<int> sources)
    {
        var links = new List<string>(sources.Length);
        for (int target = 0; target < sources.Length; target++)
        {
            if (sources[target] >= 0) links.Add(string.Create(CultureInfo.InvariantCulture, $"{sources[target]}-{target}"));
        }

        return string.Join(' ', links);
    }
}
