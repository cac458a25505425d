namespace Rnnctl.Runs.Gradflow;

/// <summary>What <c>rnnctl gradflow --json</c> prints.</summary>
internal sealed record FlowResult(string Device, IReadOnlyList<FlowCurve> Curves);
