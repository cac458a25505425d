namespace Rnnctl.Compute.GradientChecks;

/// <summary>How far a device's own forward pass, differenced along random directions, lies from what its gradient says.</summary>
/// <param name="Subject">The case.</param>
/// <param name="MaxRelativeError">The largest relative error of any direction: see <see cref="DirectionalDifferences"/>.</param>
/// <param name="Passed">Whether the relative error is a number and no larger than the tolerance.</param>
/// <param name="WrongTensors">The tensors whose own direction fails too; none where the check passed.</param>
public sealed record DirectionCheck(string Subject, double MaxRelativeError, bool Passed, IReadOnlyList<string> WrongTensors);
