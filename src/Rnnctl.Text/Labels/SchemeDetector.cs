using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Labels;

/// <summary>
/// Detects the scheme of a corpus's labels. The tags decide between BMES (with an <c>M</c>), IOBES (with an <c>E</c> or an <c>S</c>), BILOU (with an <c>L</c>
/// or a <c>U</c>) and the two schemes of <c>B</c> and <c>I</c> only. Of IOB1 and IOB2 it takes the one in which fewer labels would change, given the spans
/// that <c>conlleval</c> reads. They never tie, since the first span of a sentence differs. Spans that are all <c>I</c> are IOB1. Labels that mark no span are
/// passed over.
/// </summary>
public static class SchemeDetector
{
    /// <summary>Detects the scheme of a corpus.</summary>
    public static SchemeFinding Detect(LabelledCorpus corpus) => Detect(LabelCensus.Of(corpus));

    /// <summary>Detects the scheme of a corpus whose labels were counted.</summary>
    public static SchemeFinding Detect(LabelCensus corpus)
    {
        string[] labels = [.. corpus.Contexts.Select(one => corpus.Symbols[one.Context.Label]).Distinct()];
        if (labels.Length == 0) return None("no label marks a span");
        string? bmes = WithTag(labels, "M"), inside = WithTag(labels, "I"), iobes = WithTag(labels, "ES"), bilou = WithTag(labels, "LU");
        return (bmes, inside, iobes, bilou) switch
        {
            (not null, not null, _, _) => None($"'{bmes}' belongs to BMES, but '{inside}' does not"),
            (not null, _, _, not null) => None($"'{bmes}' belongs to BMES, but '{bilou}' to BILOU"),
            (_, _, not null, not null) => None($"'{iobes}' belongs to IOBES, but '{bilou}' to BILOU"),
            (not null, _, _, _) => Compare(corpus, LabelScheme.Bmes),
            (_, _, not null, _) => Compare(corpus, LabelScheme.Iobes),
            (_, _, _, not null) => Compare(corpus, LabelScheme.Bilou),
            _ => Fewer(Compare(corpus, LabelScheme.Iob1), Compare(corpus, LabelScheme.Iob2)),
        };
    }

    /// <summary>Whether a scheme would write a corpus's spans with the very labels that it has.</summary>
    public static bool IsWrittenIn(LabelledCorpus corpus, LabelScheme scheme) => Compare(LabelCensus.Of(corpus), scheme).Strays == 0;

    /// <summary>
    /// Whether all labels are <c>O</c> or one of the tags <c>B- I- E- S- L- U-</c> with a type, and at least one is not <c>O</c>: the rule of rnnctl 0.1.0,
    /// whose models do not tell whether they label spans.
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

    private static string? WithTag(string[] labels, string tags) => Array.Find(labels, label => tags.Contains(label[0], StringComparison.Ordinal));

    private static SchemeFinding Fewer(SchemeFinding one, SchemeFinding other) => one.Strays <= other.Strays ? one : other;

    /// <summary>Counts the labels that the scheme would write differently.</summary>
    private static SchemeFinding Compare(LabelCensus corpus, LabelScheme scheme)
    {
        var symbols = new SymbolTable();
        var converter = new SpanConverter(corpus.Symbols.Symbols, scheme, symbols);
        long strays = 0;
        string first = "";
        foreach ((LabelContext context, LabelCount count) in corpus.Contexts)
        {
            string was = corpus.Symbols[context.Label], becomes = symbols[converter.Convert(context.Last, context.Label, context.Next)];
            if (was == becomes) continue;
            if (strays == 0) first = $"sentence {count.Sentence + 1}, token {count.Token + 1}: {was} for {becomes}";
            strays += count.Tokens;
        }

        return new SchemeFinding(scheme, "", strays, first);
    }
}
