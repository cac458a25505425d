using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Backends;

/// <summary>The values of layer normalisation's forward pass that the backward pass needs.</summary>
/// <param name="Values">x̂, <c>[N, columns]</c>; every row has mean 0 and variance 1.</param>
/// <param name="Scales">1 / √(σ² + ε) of every row, <c>[N, 1]</c>.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct NormalizedRows<T>(Tensor<T> Values, Tensor<T> Scales)
    where T : unmanaged;
