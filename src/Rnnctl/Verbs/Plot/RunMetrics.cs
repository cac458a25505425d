using Rnnctl.Training.Logging;

namespace Rnnctl.Verbs.Plot;

/// <summary>A training run as its log tells it.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Rows">A row per evaluation, at least one.</param>
internal sealed record RunMetrics(string Name, IReadOnlyList<MetricsRow> Rows);
