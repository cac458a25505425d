namespace Rnnctl.Inference.Configurations;

/// <summary>A model from whose weights others were made.</summary>
public sealed record WeightsSource
{
    /// <summary>Its directory, as the user named it.</summary>
    public string Path { get; init; } = "";

    /// <summary>The SHA-256 of its weights' file, in hexadecimal.</summary>
    public string Sha256 { get; init; } = "";
}
