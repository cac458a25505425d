namespace Rnnctl.Compute.GradientChecks;

/// <summary>The error of a device's gradient against differences of its own forward pass along random directions.</summary>
/// <param name="Subject">The case.</param>
/// <param name="MaxRelativeError">The largest relative error of all directions: see <see cref="DirectionalDifferences"/>.</param>
/// <param name="Passed">Whether the relative error is a number and no larger than the tolerance.</param>
/// <param name="WrongTensors">The tensors that also fail by themselves; empty if the check passed.</param>
public sealed record DirectionCheck(string Subject, double MaxRelativeError, bool Passed, IReadOnlyList<string> WrongTensors);
