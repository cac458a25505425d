namespace Rnnctl.Runs.Gradcheck;

/// <summary>What <c>rnnctl gradcheck --json</c> prints.</summary>
internal sealed record GradcheckResult(string Device, double Epsilon, double Tolerance, bool Passed, IReadOnlyList<GradcheckRow> Checks);
