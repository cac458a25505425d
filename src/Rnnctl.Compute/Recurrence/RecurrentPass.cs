using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Recurrence;

/// <summary>
/// One direction of a fused recurrent layer over a packed batch: what a device's loop over time reads and writes (N tokens, B sequences, G gates,
/// H hidden units). The forward pass finds W x + b + b' in <see cref="Gates"/> and leaves the activations there; the backward pass turns those
/// into the gradients of the pre-activations.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct RecurrentPass<T>
    where T : unmanaged
{
    /// <summary>The packed batch's shape.</summary>
    public required PackedSteps Steps { get; init; }

    /// <summary>Whether time is walked from the last step to the first.</summary>
    public required bool Reverse { get; init; }

    /// <summary>Every so many steps the state goes on without its gradient (truncated BPTT); 0 for never.</summary>
    public required int Window { get; init; }

    /// <summary>U, <c>[G H, H]</c>, of cells that have it.</summary>
    public required Tensor<T> RecurrentWeight { get; init; }

    /// <summary>p of the first, second and fourth gate, <c>[3, H]</c>, of cells with peepholes.</summary>
    public Tensor<T> Peephole { get; init; }

    /// <summary>
    /// h_0 and c_0 of each sequence, <c>[B, H]</c>, or empty for zeros. The backward pass adds to the gradient of h_0, where it has one, and leaves that of
    /// c_0 in <see cref="MemoryGradient"/>.
    /// </summary>
    public CellState<T> Initial { get; init; }

    /// <summary><c>[N, G H]</c>, see above.</summary>
    public required Tensor<T> Gates { get; init; }

    /// <summary>
    /// U h' + b' of the last gate, <c>[N, H]</c>, of cells that keep it apart: holds b' before the forward pass, its gradient after the backward pass.
    /// </summary>
    public Tensor<T> RecurrentTerm { get; init; }

    /// <summary>r ⊙ h' of every token, <c>[N, H]</c>, of cells that reset before the last gate's product.</summary>
    public Tensor<T> Reset { get; init; }

    /// <summary>The memory c of every step, <c>[N, H]</c>, of cells that have one.</summary>
    public Tensor<T> Memory { get; init; }

    /// <summary>The hidden state h of every step, <c>[N, H]</c>.</summary>
    public required Tensor<T> Hidden { get; init; }

    /// <summary>The previous hidden state h' of every token, <c>[N, H]</c>, written by the backward pass for the gradient of U.</summary>
    public Tensor<T> PreviousHidden { get; init; }

    /// <summary>The previous memory c' of every token, <c>[N, H]</c>, written by the backward pass of cells with peepholes, for their gradient.</summary>
    public Tensor<T> PreviousMemory { get; init; }

    /// <summary>dh, <c>[N, H]</c>: what later layers sent; the backward pass adds what flows back through time.</summary>
    public Tensor<T> HiddenGradient { get; init; }

    /// <summary>
    /// dc, or of cells that reset before the gradient of r ⊙ h', <c>[B, H]</c>: working memory of the backward pass. Before it, the gradient of each
    /// sequence's last memory, or zero; after it, of cells that have a memory, the gradient of each sequence's c_0.
    /// </summary>
    public Tensor<T> MemoryGradient { get; init; }
}
