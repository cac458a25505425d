namespace Rnnctl.Text.Metrics;

/// <summary>How two systems compare by one metric.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Signature">The settings of the scores, as sacreBLEU writes them: <c>nrefs:1|bs:1000|seed:1|case:mixed|...</c>.</param>
/// <param name="System">The score of the system.</param>
/// <param name="Other">The score of the other system.</param>
/// <param name="PValue">The probability of so large a difference between systems that do not differ; above 0, at most 1.</param>
public sealed record BootstrapComparison(string Metric, string Signature, BootstrapEstimate System, BootstrapEstimate Other, double PValue);
