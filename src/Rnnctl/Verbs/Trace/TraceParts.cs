using System.Globalization;
using Rnnctl.Inference.Tracing;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Trace;

/// <summary>The direction of a recurrent layer, or both.</summary>
internal enum TraceDirection
{
    /// <summary>All that the model has.</summary>
    Both,

    /// <summary>From the first token to the last.</summary>
    Forward,

    /// <summary>From the last token to the first.</summary>
    Backward,
}

/// <summary>The parts of a trace that the user asked for.</summary>
/// <param name="Layer">A layer, from 1; null for all.</param>
/// <param name="Direction">A direction, or both.</param>
/// <param name="Units">Units, from 1; empty for the usual ones.</param>
internal sealed record TraceParts(int? Layer, TraceDirection Direction, IReadOnlyList<int> Units)
{
    /// <summary>The layers and directions of a trace that were asked for.</summary>
    /// <param name="model">The model's path, for messages.</param>
    /// <param name="trace">The trace of a sentence with tokens.</param>
    /// <exception cref="InputException">The model does not have the layer, the direction or a unit.</exception>
    public IReadOnlyList<LayerTrace> Of(string model, SentenceTrace trace)
    {
        IReadOnlyList<LayerTrace> all = trace.Layers;
        if (all.Count == 0) throw new InputException($"{model}: the model has no recurrent layer");
        int layers = all[^1].Layer, units = all.Max(layer => layer.Values.Max(value => value.Width));
        if (Layer > layers) throw Missing($"--layer {Layer}: {model} has the layers 1 to {layers}");
        foreach (int unit in Units)
        {
            if (unit > units) throw Missing($"--unit {unit}: {model} has the units 1 to {units}");
        }

        LayerTrace[] chosen = [.. all.Where(layer => (Layer ?? layer.Layer) == layer.Layer).Where(IsInDirection)];
        return chosen.Length > 0 ? chosen : throw Missing($"--direction {Options.Choice.NameOf(Direction)}: {model} does not read in this direction");
    }

    private bool IsInDirection(LayerTrace layer) => Direction == TraceDirection.Both || layer.IsReverse == (Direction == TraceDirection.Backward);

    private static InputException Missing(FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture));
}

/// <summary>The names of directions in tables, JSON and pictures.</summary>
internal static class DirectionName
{
    /// <summary><c>forward</c> or <c>backward</c>.</summary>
    public static string Of(bool isReverse) => isReverse ? "backward" : "forward";

    /// <summary><c>layer 1, forward</c>.</summary>
    public static string Of(LayerTrace layer) => string.Create(CultureInfo.InvariantCulture, $"layer {layer.Layer}, {Of(layer.IsReverse)}");
}
