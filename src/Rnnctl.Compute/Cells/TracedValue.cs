using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>A value that a cell's equations name, at every token.</summary>
/// <param name="Name">Its letter in the equations.</param>
/// <param name="Rows">The values in packed order, <c>[N, width]</c>.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct TracedValue<T>(string Name, Tensor<T> Rows)
    where T : unmanaged;
