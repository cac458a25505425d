namespace Rnnctl.Text.Labels;

/// <summary>What a label says of its token's place in a span.</summary>
internal enum SpanTag
{
    /// <summary><c>O</c>: in no span.</summary>
    Outside,

    /// <summary><c>B</c>: the first of a span.</summary>
    Begin,

    /// <summary><c>I</c>: inside a span.</summary>
    Inside,

    /// <summary><c>E</c>, in BILOU <c>L</c>: the last of a span.</summary>
    End,

    /// <summary><c>S</c>, in BILOU <c>U</c>: a span by itself.</summary>
    Single,

    /// <summary><c>[</c> or <c>]</c>: a span by itself too, in old corpora.</summary>
    Bracket,

    /// <summary><c>.</c>: in no span.</summary>
    Dot,

    /// <summary>Any other.</summary>
    Other,
}
