using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Labels;

/// <summary>
/// Detects the scheme of a corpus's labels. The tags decide between IOBES (with an <c>E</c> or an <c>S</c>), BILOU (with an <c>L</c> or a
/// <c>U</c>) and the two schemes of <c>B</c> and <c>I</c> only. Of IOB1 and IOB2 it takes the one in which fewer labels would change, given the spans that
/// <c>conlleval</c> reads. They never tie, since the first span of a sentence differs. Spans that are all <c>I</c> are IOB1.
/// </summary>
public static class SchemeDetector
{
    /// <summary>Detects the scheme of a corpus.</summary>
    public static SchemeFinding Detect(LabelledCorpus corpus)
    {
        string[] labels = [.. corpus.DistinctLabels()];
        if (!IsSpanLabelling(labels))
        {
            string? other = Array.Find(labels, label => label != "O" && !IsSpanLabelling([label]));
            return None(other is null ? "no label marks a span" : $"'{other}' is neither O nor a tag and a type, such as B-x");
        }

        string? iobes = WithTag(labels, 'E', 'S'), bilou = WithTag(labels, 'L', 'U');
        return (iobes, bilou) switch
        {
            (not null, not null) => None($"'{iobes}' belongs to IOBES, but '{bilou}' to BILOU"),
            (not null, null) => Compare(corpus, LabelScheme.Iobes),
            (null, not null) => Compare(corpus, LabelScheme.Bilou),
            _ => Fewer(Compare(corpus, LabelScheme.Iob1), Compare(corpus, LabelScheme.Iob2)),
        };
    }

    /// <summary>
    /// Whether labels mark spans: each is <c>O</c> or one of the tags <c>B- I- E- S- L- U-</c> with a type, and at least one is not <c>O</c>.
    /// </summary>
    public static bool IsSpanLabelling(IEnumerable<string> labels)
    {
        bool any = false;
        foreach (string label in labels)
        {
            bool marksSpan = label is ['B' or 'I' or 'E' or 'S' or 'L' or 'U', '-', _, ..];
            if (!marksSpan && label != "O")
            {
                return false;
            }

            any |= marksSpan;
        }

        return any;
    }

    private static SchemeFinding None(string reason) => new(LabelScheme.Keep, reason, 0, "");

    private static string? WithTag(string[] labels, char one, char other) => Array.Find(labels, label => label[0] == one || label[0] == other);

    private static SchemeFinding Fewer(SchemeFinding one, SchemeFinding other) => one.Strays <= other.Strays ? one : other;

    /// <summary>Counts the labels that the scheme would write differently.</summary>
    private static SchemeFinding Compare(LabelledCorpus corpus, LabelScheme scheme)
    {
        LabelledCorpus converted = SpanConverter.Convert(corpus, scheme);
        int strays = 0;
        string first = "";
        for (int sentence = 0; sentence < corpus.Sentences; sentence++)
        {
            ReadOnlySpan<int> found = corpus.LabelsOf(sentence), right = converted.LabelsOf(sentence);
            for (int token = 0; token < found.Length; token++)
            {
                string was = corpus.LabelSymbols[found[token]], becomes = converted.LabelSymbols[right[token]];
                if (was == becomes) continue;
                if (strays++ == 0) first = $"sentence {sentence + 1}, token {token + 1}: {was} for {becomes}";
            }
        }

        return new SchemeFinding(scheme, "", strays, first);
    }
}
