using System.Text.Json.Serialization;
using Rnnctl.Models.Translators;

namespace Rnnctl.Inference.Configurations;

/// <summary>What a translator has beside its recurrent layers: the part of <c>config.json</c> that only translators have.</summary>
public sealed record TranslatorConfiguration
{
    /// <summary>The translator of the command line's defaults.</summary>
    internal static TranslatorConfiguration Default { get; } = new();

    /// <summary>The decoder's cell, by its name in the registry of cells.</summary>
    public string DecoderCell { get; init; } = "lstm";

    /// <summary>The number of the encoder's layers; null, or no key, for as many as the decoder has, <see cref="ArchitectureConfiguration.Layers"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EncoderLayers { get; init; }

    /// <summary>The vector of fixed size that the encoder makes of a source.</summary>
    public ContextKind Context { get; init; }

    /// <summary>Where the decoder reads the context vector.</summary>
    public ContextUse ContextUse { get; init; } = ContextUse.None;

    /// <summary>The decoder's first state, where the context vector is not used for it.</summary>
    public InitialStateKind InitialState { get; init; }

    /// <summary>How the decoder scores the source's positions.</summary>
    public AttentionKind Attention { get; init; } = AttentionKind.Dot;

    /// <summary>The decoder's state that attention scores the source's positions for.</summary>
    public AttentionQuery AttentionQuery { get; init; }

    /// <summary>The heads of scaled dot product attention.</summary>
    public int AttentionHeads { get; init; } = 1;

    /// <summary>Whether each step also reads the vector from which the step before made its output.</summary>
    public bool InputFeeding { get; init; }

    /// <summary>Whether the output layer's weight is the table of the target's embeddings.</summary>
    public bool TieEmbeddings { get; init; }

    /// <summary>Whether source and target have one vocabulary and one table of embeddings.</summary>
    public bool JointVocabulary { get; init; }
}
