namespace Rnnctl.Text.Labels;

/// <summary>
/// A label as <c>conlleval.pl</c> reads it: a tag and a type, separated by the first dash; a label without a dash is a tag with an empty type. Two neighbours
/// decide where a span begins and ends. An odd label, such as <c>0</c>, is a tag of no scheme with an empty type: it ends a span of a type, and after one it
/// starts a span of the empty type.
/// </summary>
/// <param name="Tag">The tag.</param>
/// <param name="Type">The number of the type.</param>
internal readonly record struct SpanLabel(SpanTag Tag, int Type)
{
    /// <summary>Splits a label into its tag and type.</summary>
    public static (SpanTag Tag, string Type) Divide(string label)
    {
        int dash = label.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? (TagOf(label), "") : (TagOf(label[..dash]), label[(dash + 1)..]);
    }

    /// <summary>Whether the label marks a token of a span in one of the schemes.</summary>
    public bool IsMark => IsMarkOf(Tag);

    /// <summary>Whether a tag marks a token of a span in one of the schemes.</summary>
    public static bool IsMarkOf(SpanTag tag) => tag is SpanTag.Begin or SpanTag.Inside or SpanTag.End or SpanTag.Single;

    /// <summary>Whether this label starts a span after another label.</summary>
    public bool StartsAfter(SpanLabel last) => Tag switch
    {
        SpanTag.Bracket => true,
        SpanTag.Outside or SpanTag.Dot => false,
        _ => last.Type != Type || StartsByTag(last.Tag, Tag),
    };

    /// <summary>Whether the span of the previous label ends before this label.</summary>
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
        "I" or "M" => SpanTag.Inside,
        "E" or "L" => SpanTag.End,
        "S" or "U" => SpanTag.Single,
        "[" or "]" => SpanTag.Bracket,
        "." => SpanTag.Dot,
        _ => SpanTag.Other,
    };
}

/// <summary>The tag of a label: the position of the token in a span.</summary>
internal enum SpanTag
{
    /// <summary><c>O</c>: outside of spans.</summary>
    Outside,

    /// <summary><c>B</c>: the first token of a span.</summary>
    Begin,

    /// <summary><c>I</c>, in BMES <c>M</c>: inside a span.</summary>
    Inside,

    /// <summary><c>E</c>, in BILOU <c>L</c>: the last token of a span.</summary>
    End,

    /// <summary><c>S</c>, in BILOU <c>U</c>: a span of one token.</summary>
    Single,

    /// <summary><c>[</c> or <c>]</c>: a span of one token in old corpora.</summary>
    Bracket,

    /// <summary><c>.</c>: outside of spans.</summary>
    Dot,

    /// <summary>Any other tag.</summary>
    Other,
}
