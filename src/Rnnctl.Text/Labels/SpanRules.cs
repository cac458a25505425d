using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Labels;

/// <summary>
/// Decides which label may follow which if labels mark spans. In IOB2 (<c>B I O</c>) an <c>I-x</c> follows a <c>B-x</c> or an <c>I-x</c>; a type without
/// any <c>B-x</c> may start with its <c>I-x</c>. In IOBES, BILOU (<c>L</c> for <c>E</c>, <c>U</c> for <c>S</c>) and BMES (<c>M</c> for <c>I</c>) a span
/// starts with <c>B-x</c>, continues with <c>I-x</c> and ends with <c>E-x</c>; <c>S-x</c> is a span of one token. A label that marks no span is one more
/// <c>O</c>.
/// </summary>
public sealed class SpanRules
{
    // In IOB1, where I starts most spans, far more tokens break the rules of IOB2; in an IOB2 corpus with mistakes, far fewer do.
    private const int OneIn = 10;

    private readonly Mark[] _marks;
    private readonly HashSet<string> _begun;
    private readonly bool _closes;

    /// <summary>Creates the rules for some labels.</summary>
    /// <param name="labels">The labels, in the order of their ids.</param>
    public SpanRules(IReadOnlyList<string> labels)
    {
        _marks = [.. labels.Select(MarkOf)];
        _begun = [.. _marks.Where(mark => mark.Tag == SpanTag.Begin).Select(mark => mark.Type)];
        _closes = _marks.Any(mark => mark.Tag is SpanTag.End or SpanTag.Single);
    }

    /// <summary>
    /// Whether a corpus whose labels mark spans follows the rules of its own labels: they are not IOB1, whose labels look like those of IOB2, and sentences of
    /// any length have well-formed labels.
    /// </summary>
    public static bool AreKeptBy(LabelledCorpus corpus) => LabelCensus.Of(corpus).KeepRulesIn(LabelScheme.Keep);

    /// <summary>Whether a sentence may start with a label.</summary>
    public bool MayStart(int label) => MayFollow(default, _marks[label]);

    /// <summary>Whether a label may follow another one.</summary>
    public bool MayFollow(int previous, int label) => MayFollow(_marks[previous], _marks[label]);

    /// <summary>Whether a sentence may end with a label.</summary>
    public bool MayEnd(int label) => !_closes || !_marks[label].IsOpen;

    /// <summary>Whether labels keep the rules, given how many tokens in spans have a label that breaks them.</summary>
    internal bool AreKept(long broken, long inSpans) => broken * OneIn < inSpans && Enumerable.Range(0, _marks.Length).Any(MayStandAlone);

    /// <summary>Whether a sentence of any length may have this label only.</summary>
    private bool MayStandAlone(int label) => MayStart(label) && MayFollow(label, label) && MayEnd(label);

    private bool MayFollow(Mark previous, Mark label)
    {
        bool goesOn = previous.IsOpen && previous.Type == label.Type;
        if (!_closes) return label.Tag != SpanTag.Inside || goesOn || !_begun.Contains(label.Type);
        return label.Tag is SpanTag.Inside or SpanTag.End ? goesOn : !previous.IsOpen;
    }

    private static Mark MarkOf(string label)
    {
        (SpanTag tag, string type) = SpanLabel.Divide(label);
        return new Mark(tag, type);
    }

    private readonly record struct Mark(SpanTag Tag, string Type)
    {
        public bool IsOpen => Tag is SpanTag.Begin or SpanTag.Inside;
    }
}
