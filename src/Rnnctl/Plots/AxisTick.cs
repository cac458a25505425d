namespace Rnnctl.Plots;

/// <summary>A number that an axis names.</summary>
/// <param name="Value">The number.</param>
/// <param name="Label">How it is written there; empty for a mark without a name.</param>
internal readonly record struct AxisTick(double Value, string Label);
