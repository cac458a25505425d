using Rnnctl.Compute.GradientChecks;

namespace Rnnctl.Runs.Gradcheck;

/// <summary>What was found of a case.</summary>
/// <param name="Tensors">A check for each tensor.</param>
/// <param name="Direction">The check of a device's own forward pass; null where every number was differenced.</param>
internal sealed record GradcheckOutcome(IReadOnlyList<TensorCheck> Tensors, DirectionCheck? Direction)
{
    /// <summary>What was found on a device.</summary>
    public static GradcheckOutcome Of(DeviceCheck check) => new(check.Tensors, check.Direction);

    /// <summary>Whether everything passed.</summary>
    public bool Passed => Tensors.All(check => check.Passed) && Direction is not { Passed: false };
}
