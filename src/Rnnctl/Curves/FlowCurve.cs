using System.Text.Json.Serialization;

namespace Rnnctl.Curves;

/// <summary>How the gradient flows back: the norm of the gradient of a layer's hidden state, or of its memory, by the lag T - t.</summary>
/// <param name="Subject">What was measured: <c>lstm</c>, <c>w = 1.01</c>, the name of a model.</param>
/// <param name="Layer">The layer, from 1.</param>
/// <param name="State">Hidden state or memory.</param>
/// <param name="Norms">The mean norm at each lag.</param>
/// <param name="Sequences">How many sequences each mean is over.</param>
internal sealed record FlowCurve(string Subject, int Layer, FlowState State, IReadOnlyList<double> Norms, IReadOnlyList<int> Sequences)
{
    /// <summary>The last output of a linear unit; null for other subjects.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Output { get; init; }

    /// <summary>
    /// The factor by which one step back changes the norm: the geometric mean from the first lag to the last. Null if the first or last norm is 0.
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
