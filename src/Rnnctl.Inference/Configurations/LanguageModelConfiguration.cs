using Rnnctl.Models.LanguageModels;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Configurations;

/// <summary>What a language model has in addition to its recurrent layers: the part of <c>config.json</c> that only language models have.</summary>
public sealed record LanguageModelConfiguration
{
    /// <summary>The configuration of a language model without options.</summary>
    internal static LanguageModelConfiguration Default { get; } = new();

    /// <summary>What the model reads and predicts.</summary>
    public TextUnit Unit { get; init; }

    /// <summary>The direction in which the model reads the text.</summary>
    public LanguageModelDirection Direction { get; init; }

    /// <summary>Whether the embeddings are also the output layer's weight.</summary>
    public bool TieEmbeddings { get; init; }
}
