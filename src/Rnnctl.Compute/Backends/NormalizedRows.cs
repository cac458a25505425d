using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Backends;

/// <summary>What layer normalisation keeps of its forward pass for the backward pass.</summary>
/// <param name="Values">x̂, every row with mean 0 and variance 1, <c>[N, columns]</c>.</param>
/// <param name="Scales">1 / √(σ² + ε) of every row, <c>[N, 1]</c>.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct NormalizedRows<T>(Tensor<T> Values, Tensor<T> Scales)
    where T : unmanaged;
