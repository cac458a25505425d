namespace Rnnctl.Text.Labels;

/// <summary>Reads the spans of sentences, of every scheme, where <c>conlleval.pl</c> sees them begin.</summary>
public sealed class SpanReader
{
    private readonly SymbolTable _labels, _types = new();
    private readonly List<SpanLabel> _parsed = [];

    /// <summary>A reader of the labels of a table. Labels may be added to it later.</summary>
    public SpanReader(SymbolTable labels)
    {
        _labels = labels;
        _types.Add("");
    }

    /// <summary>Replaces the contents of a list with the spans of a sentence, in their order.</summary>
    /// <param name="labels">The labels: <c>[tokens]</c>, ids in the table.</param>
    /// <param name="spans">The spans.</param>
    public void Read(ReadOnlySpan<int> labels, List<LabelledSpan> spans)
    {
        ParseNewLabels();
        spans.Clear();
        SpanLabel last = default;
        int first = -1;
        for (int token = 0; token <= labels.Length; token++)
        {
            SpanLabel label = token < labels.Length ? _parsed[labels[token]] : default;
            bool starts = label.StartsAfter(last);
            if (first >= 0 && (starts || label.Ends(last) || token == labels.Length))
            {
                spans.Add(new LabelledSpan(first, token, _types[_parsed[labels[first]].Type]));
                first = -1;
            }

            if (starts && token < labels.Length) first = token;
            last = label;
        }
    }

    private void ParseNewLabels()
    {
        for (int label = _parsed.Count; label < _labels.Count; label++)
        {
            (SpanTag tag, string type) = SpanLabel.Divide(_labels[label]);
            _parsed.Add(new SpanLabel(tag, _types.Add(type)));
        }
    }
}
