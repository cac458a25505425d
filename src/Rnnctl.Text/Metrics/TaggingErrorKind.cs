namespace Rnnctl.Text.Metrics;

/// <summary>How a predicted span, or label, is wrong.</summary>
public enum TaggingErrorKind
{
    /// <summary>The tokens of a gold span with another type.</summary>
    Type,

    /// <summary>The type of a gold span and some of its tokens, but not the same ones.</summary>
    Boundary,

    /// <summary>Some tokens of a gold span, not the same ones, with another type.</summary>
    TypeAndBoundary,

    /// <summary>A gold span that no predicted one stands for.</summary>
    Missed,

    /// <summary>A predicted span that stands for no gold one.</summary>
    Spurious,

    /// <summary>A token with another label, where labels mark no spans.</summary>
    Label,
}
