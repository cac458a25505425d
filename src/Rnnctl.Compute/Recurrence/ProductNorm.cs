using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Recurrence;

/// <summary>
/// Layer normalisation of a recurrent pass's product, g ⊙ x̂ of x = U h' over the units of all gates. A cell that resets before the product has two products,
/// which are normalised separately. <c>default</c> for none.
/// </summary>
/// <param name="Gain">g, <c>[1, G H]</c>.</param>
/// <param name="Rows">x̂ <c>[N, G H]</c> and the scales <c>[N, products]</c>. The forward pass writes them.</param>
/// <param name="Gradient">The gradient of x, <c>[N, G H]</c>. The backward pass writes it for the gradient of U.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct ProductNorm<T>(Tensor<T> Gain, NormalizedRows<T> Rows, Tensor<T> Gradient)
    where T : unmanaged;
