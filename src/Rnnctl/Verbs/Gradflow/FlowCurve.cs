using System.Text.Json.Serialization;
using Rnnctl.Inference.Configurations;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Gradflow;

/// <summary>A curve of <c>rnnctl gradflow</c>: how large the gradient of one layer's hidden state, or of its memory, is, by the lag T - t.</summary>
/// <param name="Subject">What was looked into: <c>lstm</c>, <c>w = 1.01</c>, a model's name.</param>
/// <param name="Layer">The layer, from 1.</param>
/// <param name="State">Whether it is the hidden state's or the memory's.</param>
/// <param name="Norms">The mean norm by lag.</param>
/// <param name="Sequences">The sequences that each is a mean over.</param>
internal sealed record FlowCurve(string Subject, int Layer, FlowState State, IReadOnlyList<double> Norms, IReadOnlyList<int> Sequences)
{
    /// <summary>The last output of a linear unit; of nothing else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Output { get; init; }

    /// <summary>
    /// The factor by which a step back changes the norm, from the first lag to the last in the geometric mean; null where the norm is 0 at either.
    /// </summary>
    public double? PerStep => Norms.Count > 1 && Norms[0] > 0 && Norms[^1] > 0 ? Math.Pow(Norms[^1] / Norms[0], 1.0 / (Norms.Count - 1)) : null;
}

/// <summary>The part of a layer's state whose gradient is measured.</summary>
internal enum FlowState
{
    /// <summary>The hidden state h.</summary>
    Hidden,

    /// <summary>The memory c, of cells that have one.</summary>
    Memory,
}

/// <summary>What <c>rnnctl gradflow --json</c> prints.</summary>
internal sealed record FlowResult(string Device, IReadOnlyList<FlowCurve> Curves);

/// <summary>The keys of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(FiniteNumberConverter), typeof(KebabCaseEnumConverter<FlowState>)])]
[JsonSerializable(typeof(FlowResult))]
internal sealed partial class FlowJson : JsonSerializerContext;
