using System.Globalization;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Labels;

/// <summary>
/// Whether the labels of a corpus mark spans. A mark is one of the tags <c>B I E S L U M</c> with a type (<c>B-x</c>) or without. Labels mark spans if
/// more of them are marks with types than odd labels, which are neither marks nor <c>O</c>. Tags alone could as well be parts of speech, such as
/// Italian's <c>S</c>, <c>E</c>, <c>B</c> and <c>I</c>: they mark spans if they are those of one scheme, and odd labels are few.
/// </summary>
/// <param name="AreSpans">Whether the labels mark spans.</param>
/// <param name="Reason">The reason why they do not; empty if they do.</param>
/// <param name="Odd">The number of tokens with an odd label.</param>
/// <param name="FirstOdd">The first odd label and its place; empty if there is none.</param>
public sealed record SpanLabelling(bool AreSpans, string Reason, long Odd, string FirstOdd)
{
    // The most odd labels among tags without types: one token in so many, and one in any corpus.
    private const int OneIn = 10;

    private static readonly string[] PlainSchemes = ["BI", "BIES", "BILU", "BMES"];

    /// <summary>What a user should know of the odd labels where spans are scored; null if there is none.</summary>
    public string? Warning => Odd switch
    {
        0 => null,
        1 => $"1 label is neither O nor a span's tag, counted as conlleval does: {FirstOdd}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Odd} labels are neither O nor a span's tag, counted as conlleval does; the first is {FirstOdd}"),
    };

    /// <summary>Reads the labels of a corpus.</summary>
    public static SpanLabelling Of(LabelledCorpus corpus) => Of(LabelCensus.Of(corpus));

    /// <summary>Reads predicted labels.</summary>
    public static SpanLabelling Of(PredictedLabels labels) => Of(LabelCensus.Of(labels));

    /// <summary>Reads labels that were counted.</summary>
    public static SpanLabelling Of(LabelCensus labels)
    {
        Kind[] kinds = [.. labels.Symbols.Symbols.Select(KindOf)];
        long[] counts = [.. labels.Labels.ToArray().Select(label => label.Tokens)];
        var census = new Census(labels.Symbols.Symbols, kinds, counts);
        if (census.Odd == 0) return new SpanLabelling(census.AreSpans, census.AreSpans ? "" : census.ReasonAgainst(""), 0, "");
        int odd = Enumerable.Range(0, kinds.Length).Where(label => kinds[label] == Kind.Odd && counts[label] > 0).MinBy(label => labels.Labels[label]);
        string oddLabel = labels.Symbols[odd];
        string firstOdd = $"'{oddLabel}' (sentence {labels.Labels[odd].Sentence + 1}, token {labels.Labels[odd].Token + 1})";
        return new SpanLabelling(census.AreSpans, census.AreSpans ? "" : census.ReasonAgainst(oddLabel), census.Odd, firstOdd);
    }

    private static Kind KindOf(string label)
    {
        (SpanTag tag, string type) = SpanLabel.Divide(label);
        if (!SpanLabel.IsMarkOf(tag)) return label == "O" ? Kind.Outside : Kind.Odd;
        return type.Length == 0 ? Kind.Plain : Kind.Typed;
    }

    private enum Kind
    {
        Outside,
        Typed,
        Plain,
        Odd,
    }

    /// <summary>How many tokens have labels of each kind.</summary>
    private sealed record Census(IReadOnlyList<string> Labels, Kind[] Kinds, long[] Counts)
    {
        public long Odd => Sum(Kind.Odd);

        private long Typed => Sum(Kind.Typed);

        private long Plain => Sum(Kind.Plain);

        private long Outside => Sum(Kind.Outside);

        private long Tokens => Counts.Sum();

        public bool AreSpans => Typed > Odd || (Plain > Odd && Odd <= Math.Max(1, Tokens / OneIn) && ArePlainTagsOfOneScheme());

        public string ReasonAgainst(string oddLabel)
        {
            if (Typed + Plain == 0)
                return Odd == 0 ? "no label marks a span" : $"'{oddLabel}' is neither O nor a tag and a type, such as B-x";
            return Odd == 0 || (Plain > Odd && !ArePlainTagsOfOneScheme())
                ? "tags without types mark spans only as B I O, B I E S O, B I L U O or B M E S O"
                : $"{Odd} of {Tokens} labels, such as '{oddLabel}', are neither O nor a tag and a type, such as B-x";
        }

        /// <summary>Spans begin with <c>B</c>; where there is none, <c>I</c> and <c>O</c> alone are IOB1.</summary>
        private bool ArePlainTagsOfOneScheme()
        {
            char[] tags = [.. Labels.Where((_, label) => Kinds[label] == Kind.Plain && Counts[label] > 0).Select(label => label[0]).Distinct()];
            return tags.Contains('B') ? Array.Exists(PlainSchemes, scheme => tags.All(scheme.Contains)) : tags is ['I'] && Outside > 0;
        }

        private long Sum(Kind kind) => Counts.Where((_, label) => Kinds[label] == kind).Sum();
    }
}
