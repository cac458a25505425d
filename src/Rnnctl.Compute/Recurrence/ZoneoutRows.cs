using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Recurrence;

/// <summary>Zoneout of one state of a recurrent pass, h = h' + s ⊙ (h~ - h'), or of its memory likewise. <c>default</c> for none.</summary>
/// <param name="Updates">s of every token, <c>[N, width]</c>.</param>
/// <param name="Candidates">h~ of every token, the cell's own result, <c>[N, width]</c>. The forward pass writes it.</param>
/// <param name="Gradients">Working memory of the backward pass, <c>[N, width]</c>: dh~.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct ZoneoutRows<T>(Tensor<T> Updates, Tensor<T> Candidates, Tensor<T> Gradients)
    where T : unmanaged;
