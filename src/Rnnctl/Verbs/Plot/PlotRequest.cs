namespace Rnnctl.Verbs.Plot;

/// <summary>What <c>rnnctl plot</c> was asked to do.</summary>
/// <param name="Models">The model directories whose runs are drawn over one another; at least one.</param>
/// <param name="Output">The file to write, <c>-</c> for standard output, or null for the default.</param>
internal sealed record PlotRequest(IReadOnlyList<string> Models, string? Output);
