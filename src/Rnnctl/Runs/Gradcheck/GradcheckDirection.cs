using Rnnctl.Compute.GradientChecks;

namespace Rnnctl.Runs.Gradcheck;

/// <summary>One case's random directions in <c>rnnctl gradcheck --json</c> on a device.</summary>
internal sealed record GradcheckDirection(string Subject, double RelError, bool Passed, IReadOnlyList<string> WrongTensors)
{
    /// <summary>The row of a check.</summary>
    public static GradcheckDirection Of(DirectionCheck check) => new(check.Subject, check.MaxRelativeError, check.Passed, check.WrongTensors);
}
