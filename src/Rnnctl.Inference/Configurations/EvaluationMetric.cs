namespace Rnnctl.Inference.Configurations;

/// <summary>What an evaluation during training scores a model by, to keep the best one.</summary>
public enum EvaluationMetric
{
    /// <summary>F1 over spans.</summary>
    F1,

    /// <summary>The share of correct labels.</summary>
    Accuracy,

    /// <summary>The share of sentences with the right intent.</summary>
    Intent,

    /// <summary>BLEU of translations.</summary>
    Bleu,

    /// <summary>chrF2 of translations.</summary>
    Chrf,

    /// <summary>The exponential of the loss.</summary>
    Perplexity,

    /// <summary>The mean over tokens of the loss, in nats.</summary>
    Loss,
}
