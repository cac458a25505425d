namespace Rnnctl.Text.Labels;

/// <summary>The labels of a list as <c>conlleval.pl</c> reads them, by their ids, and the names of their types. The list may grow later.</summary>
/// <param name="labels">The labels.</param>
internal sealed class SpanLabels(IReadOnlyList<string> labels)
{
    /// <summary>The type of labels without one, whose name is empty.</summary>
    public const int NoType = 0;

    private readonly SymbolTable _types = WithNoType();
    private readonly List<SpanLabel> _parsed = [];

    /// <summary>The number of types of the labels that were read.</summary>
    public int Types => _types.Count;

    /// <summary>A label.</summary>
    public SpanLabel this[int label]
    {
        get
        {
            while (_parsed.Count <= label)
            {
                (SpanTag tag, string type) = SpanLabel.Divide(labels[_parsed.Count]);
                _parsed.Add(new SpanLabel(tag, _types.Add(type)));
            }

            return _parsed[label];
        }
    }

    /// <summary>The name of a type.</summary>
    public string NameOf(int type) => _types[type];

    private static SymbolTable WithNoType()
    {
        var types = new SymbolTable();
        types.Add("");
        return types;
    }
}
