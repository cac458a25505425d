namespace Rnnctl.Inference.Configurations;

/// <summary>What a tagger's labels are scored by.</summary>
public enum ScoreKind
{
    /// <summary>F1 over spans, as <c>conlleval</c> counts them.</summary>
    Spans,

    /// <summary>The share of correct labels.</summary>
    Accuracy,
}
