using Rnnctl.Compute.GradientChecks;

namespace Rnnctl.Runs.Gradcheck;

/// <summary>One tensor's row in <c>rnnctl gradcheck --json</c>.</summary>
internal sealed record GradcheckRow(string Subject, string Tensor, int[] Shape, double MaxAbsError, double MaxRelError, bool Passed)
{
    /// <summary>The row of a check.</summary>
    public static GradcheckRow Of(TensorCheck check) =>
        new(check.Subject, check.Tensor, [check.Rows, check.Columns], check.MaxAbsoluteError, check.MaxRelativeError, check.Passed);
}
