namespace Rnnctl.Compute.GradientChecks;

/// <summary>What <see cref="GradientChecker.CheckDevice"/> found of a case.</summary>
/// <param name="Tensors">The device's gradients against the CPU's central differences, a check for each tensor.</param>
/// <param name="Direction">The device's own forward pass against its gradients.</param>
public sealed record DeviceCheck(IReadOnlyList<TensorCheck> Tensors, DirectionCheck Direction);
