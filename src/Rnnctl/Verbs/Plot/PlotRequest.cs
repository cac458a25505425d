namespace Rnnctl.Verbs.Plot;

/// <summary>What <c>rnnctl plot</c> was asked to do.</summary>
/// <param name="Paths">The model directories whose runs are drawn over one another, or the table that is drawn; at least one.</param>
/// <param name="YLabel">What a table's numbers are, or null.</param>
/// <param name="Output">The file to write, <c>-</c> for standard output, or null for the default.</param>
internal sealed record PlotRequest(IReadOnlyList<string> Paths, string? YLabel, string? Output);
