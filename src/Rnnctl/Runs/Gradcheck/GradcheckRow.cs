namespace Rnnctl.Runs.Gradcheck;

/// <summary>One tensor's row in <c>rnnctl gradcheck --json</c>.</summary>
internal sealed record GradcheckRow(string Subject, string Tensor, int[] Shape, double MaxAbsError, double MaxRelError, bool Passed);
