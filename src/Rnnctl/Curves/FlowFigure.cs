using System.Globalization;
using Rnnctl.Plots;

namespace Rnnctl.Curves;

/// <summary>A figure of how the gradient flows back.</summary>
internal static class FlowFigure
{
    /// <summary>One chart with a line for each curve.</summary>
    public static Figure Of(IReadOnlyList<FlowCurve> curves)
    {
        var x = new Axis("T - t (steps back from the last token)");
        var y = new Axis(Title(curves), AxisScale.Logarithmic);
        Series[] series = [.. curves.Select((curve, number) => new Series(NameOf(curves, curve), LineStyle.Of(number), Points(curve)))];
        return new Figure("How the gradient travels back through time", new LineChart("", x, y, series));
    }

    /// <summary>The subject, the layer if it has several, and <c>memory</c> for a memory.</summary>
    public static string NameOf(IReadOnlyList<FlowCurve> curves, FlowCurve curve)
    {
        bool isOneOfSeveral = curves.Any(other => other.Subject == curve.Subject && other.Layer > 1);
        string layer = isOneOfSeveral ? string.Create(CultureInfo.InvariantCulture, $", layer {curve.Layer}") : "";
        return $"{curve.Subject}{layer}{(curve.State == FlowState.Memory ? ", memory" : "")}";
    }

    private static string Title(IReadOnlyList<FlowCurve> curves)
    {
        if (curves.Any(curve => curve.Output is not null)) return "|dh_T / dh_t|";
        bool memory = curves.Any(curve => curve.State == FlowState.Memory);
        return memory ? "norm of dL_T / dh_t or dc_t (mean over sequences)" : "norm of dL_T / dh_t (mean over sequences)";
    }

    private static PlotPoint[] Points(FlowCurve curve) => [.. curve.Norms.Select((norm, lag) => new PlotPoint(lag, norm))];
}
