namespace Rnnctl.Text.Labels;

/// <summary>
/// A label as <c>conlleval.pl</c> reads it: a tag and a type, divided at the first dash; a label without a dash is a tag with an empty type. Two neighbours
/// decide where a span begins and ends.
/// </summary>
/// <param name="Tag">The tag.</param>
/// <param name="Type">The number of the type.</param>
internal readonly record struct SpanLabel(SpanTag Tag, int Type)
{
    /// <summary>Divides a label.</summary>
    public static (SpanTag Tag, string Type) Divide(string label)
    {
        int dash = label.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? (TagOf(label), "") : (TagOf(label[..dash]), label[(dash + 1)..]);
    }

    /// <summary>Whether this label begins a span behind another.</summary>
    public bool StartsAfter(SpanLabel last) => Tag switch
    {
        SpanTag.Bracket => true,
        SpanTag.Outside or SpanTag.Dot => false,
        _ => last.Type != Type || StartsByTag(last.Tag, Tag),
    };

    /// <summary>Whether the span that another label is in ends before this one.</summary>
    public bool Ends(SpanLabel last) => last.Tag switch
    {
        SpanTag.Bracket => true,
        SpanTag.Outside or SpanTag.Dot => false,
        _ => last.Type != Type || EndsByTag(last.Tag, Tag),
    };

    private static bool StartsByTag(SpanTag last, SpanTag tag) => tag switch
    {
        SpanTag.Begin or SpanTag.Single => last is SpanTag.Begin or SpanTag.Inside or SpanTag.Outside or SpanTag.End or SpanTag.Single,
        SpanTag.Inside or SpanTag.End => last is SpanTag.Outside or SpanTag.End or SpanTag.Single,
        _ => false,
    };

    private static bool EndsByTag(SpanTag last, SpanTag tag) => last switch
    {
        SpanTag.Begin or SpanTag.Inside => tag is SpanTag.Begin or SpanTag.Single or SpanTag.Outside,
        SpanTag.End or SpanTag.Single => tag is SpanTag.Begin or SpanTag.Inside or SpanTag.Outside or SpanTag.End or SpanTag.Single,
        _ => false,
    };

    private static SpanTag TagOf(string tag) => tag switch
    {
        "O" => SpanTag.Outside,
        "B" => SpanTag.Begin,
        "I" => SpanTag.Inside,
        "E" or "L" => SpanTag.End,
        "S" or "U" => SpanTag.Single,
        "[" or "]" => SpanTag.Bracket,
        "." => SpanTag.Dot,
        _ => SpanTag.Other,
    };
}
