namespace Rnnctl.Inference.Configurations;

/// <summary>The trained model whose weights another one began with: the part of <c>config.json</c> that only models of <c>train --from</c> have.</summary>
public sealed record OriginConfiguration
{
    /// <summary>Its directory, as the user typed it; the model does not need it any more.</summary>
    public string Path { get; init; } = "";

    /// <summary>The SHA-256 of its weights' file, in hexadecimal.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Whether its vocabularies were kept as they were, else new symbols of the training data were added.</summary>
    public bool FixedVocabulary { get; init; }
}
