using Rnnctl.Models.Decoding;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Tagging;

/// <summary>
/// Finds the spans in the labels of a tagger, each with its probability: that of all labellings of the sentence that have this span, with this type and these
/// ends, whatever the other tokens are. With a conditional random field or a label model it is computed by the forward and backward sums of the chain,
/// otherwise of tokens that are independent; it is exact in both cases.
/// </summary>
/// <param name="labels">The tagger's labels.</param>
/// <param name="scores">Its scores that do not depend on the sentence.</param>
public sealed class TaggedSpanReader(Vocabulary labels, ChainScores scores)
{
    private readonly SpanBoundaries _boundaries = new(labels.Symbols);

    /// <summary>The spans of a sentence, in order.</summary>
    /// <param name="given">The tagger's labels, <c>[tokens]</c>.</param>
    /// <param name="logits">All labels' logits, <c>[tokens, labels]</c> row after row.</param>
    public IReadOnlyList<TaggedSpan> Of(ReadOnlySpan<int> given, ReadOnlySpan<float> logits)
    {
        IReadOnlyList<(int First, int Last)> found = _boundaries.Of(given);
        if (found.Count == 0) return [];
        var chain = new SentenceChain(scores, logits);
        var spans = new TaggedSpan[found.Count];
        for (int span = 0; span < spans.Length; span++)
        {
            (int first, int last) = found[span];
            int type = _boundaries.TypeOf(given[first]);
            spans[span] = new TaggedSpan(_boundaries.NameOf(type), first, last, chain.SpanProbability(first, last, ConditionsOf(type)));
        }

        return spans;
    }

    private SpanConditions ConditionsOf(int type) => new(
        label => _boundaries.TypeOf(label) == type && _boundaries.Starts(-1, label),
        (previous, label) => _boundaries.TypeOf(label) == type && _boundaries.Starts(previous, label),
        (previous, label) => _boundaries.TypeOf(label) == type && !_boundaries.Ends(previous, label) && !_boundaries.Starts(previous, label),
        _boundaries.Ends,
        label => _boundaries.Ends(label, -1));
}
