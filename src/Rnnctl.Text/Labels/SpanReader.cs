namespace Rnnctl.Text.Labels;

/// <summary>Reads the spans of sentences, of every scheme, where <c>conlleval.pl</c> sees them begin.</summary>
/// <param name="labels">The table of the labels, to which some may be added later.</param>
public sealed class SpanReader(SymbolTable labels)
{
    private readonly SpanLabels _labels = new(labels.Symbols);

    /// <summary>Replaces the contents of a list with the spans of a sentence, in their order.</summary>
    /// <param name="labels">The labels: <c>[tokens]</c>, ids in the table.</param>
    /// <param name="spans">The spans.</param>
    public void Read(ReadOnlySpan<int> labels, List<LabelledSpan> spans)
    {
        spans.Clear();
        SpanLabel last = default;
        int first = -1;
        for (int token = 0; token <= labels.Length; token++)
        {
            SpanLabel label = token < labels.Length ? _labels[labels[token]] : default;
            bool starts = label.StartsAfter(last);
            if (first >= 0 && (starts || label.Ends(last) || token == labels.Length))
            {
                spans.Add(new LabelledSpan(first, token, _labels.NameOf(_labels[labels[first]].Type)));
                first = -1;
            }

            if (starts && token < labels.Length) first = token;
            last = label;
        }
    }
}
