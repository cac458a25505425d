using System.Text.Json.Serialization;
using Rnnctl.Models.Contextual;

namespace Rnnctl.Inference.Configurations;

/// <summary>A language model whose layers another model reads.</summary>
public sealed record ContextualModelConfiguration
{
    /// <summary>Its directory, where it is linked; empty where the other model's directory holds a copy.</summary>
    public string Path { get; init; } = "";

    /// <summary>The SHA-256 of its weights' file, in hexadecimal.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>The number of layers that are mixed.</summary>
    public int Layers { get; init; }

    /// <summary>The size of a layer's vector.</summary>
    public int Width { get; init; }

    /// <summary>What it is made of, if its parameters are also those of the other model; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ArchitectureConfiguration? Architecture { get; init; }

    /// <summary>The shape of its layers' vectors.</summary>
    public LayerShape Shape() => new(Layers, Width);
}
