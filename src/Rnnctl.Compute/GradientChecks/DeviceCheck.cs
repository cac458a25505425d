namespace Rnnctl.Compute.GradientChecks;

/// <summary>The result of <see cref="GradientChecker.CheckDevice"/> for a case.</summary>
/// <param name="Tensors">The comparison of the device's gradients with central differences of the CPU, one per tensor.</param>
/// <param name="Direction">The comparison of the device's gradients with differences of its own forward pass.</param>
public sealed record DeviceCheck(IReadOnlyList<TensorCheck> Tensors, DirectionCheck Direction);
