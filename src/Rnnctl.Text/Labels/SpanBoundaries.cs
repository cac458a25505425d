namespace Rnnctl.Text.Labels;

/// <summary>Where labels begin and end spans, as <c>conlleval.pl</c> reads them: two neighbours decide.</summary>
/// <param name="labels">The labels, in the order of their ids.</param>
public sealed class SpanBoundaries(IReadOnlyList<string> labels)
{
    private static readonly SpanLabel Outside = new(SpanTag.Outside, SpanLabels.NoType);

    private readonly SpanLabels _labels = new(labels);

    /// <summary>Whether any label marks a token of a span.</summary>
    public bool HasSpans => Enumerable.Range(0, labels.Count).Any(label => _labels[label].IsMark);

    /// <summary>The number of a label's type.</summary>
    public int TypeOf(int label) => _labels[label].Type;

    /// <summary>The name of a type; empty for the type of labels without one.</summary>
    public string NameOf(int type) => _labels.NameOf(type);

    /// <summary>Whether a label begins a span after another label; at the start of a sentence that is -1.</summary>
    public bool Starts(int previous, int label) => _labels[label].StartsAfter(previous < 0 ? Outside : _labels[previous]);

    /// <summary>Whether a span that a label is in ends before the next label; at the end of a sentence that is -1.</summary>
    public bool Ends(int label, int next) => (next < 0 ? Outside : _labels[next]).Ends(_labels[label]);

    /// <summary>The first and last tokens of the spans of a sentence, in order.</summary>
    /// <param name="labels">The labels, <c>[tokens]</c>.</param>
    public IReadOnlyList<(int First, int Last)> Of(ReadOnlySpan<int> labels)
    {
        List<(int First, int Last)> spans = [];
        int first = -1;
        for (int token = 0; token < labels.Length; token++)
        {
            if (Starts(token == 0 ? -1 : labels[token - 1], labels[token])) first = token;
            if (first < 0 || !Ends(labels[token], token + 1 == labels.Length ? -1 : labels[token + 1])) continue;
            spans.Add((first, token));
            first = -1;
        }

        return spans;
    }
}
