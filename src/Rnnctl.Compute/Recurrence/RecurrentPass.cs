using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Recurrence;

/// <summary>
/// One direction of a fused recurrent layer over a packed batch: the data of a device's loop over time (N tokens, B sequences, G gates, H hidden units). The
/// hidden state is R wide: the width of a projection, else H. Before the forward pass <see cref="Gates"/> holds W x + b + b'; the forward pass replaces this
/// with the activations; the backward pass replaces the activations with the gradients of the pre-activations.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct RecurrentPass<T>
    where T : unmanaged
{
    /// <summary>The packed batch's shape.</summary>
    public required PackedSteps Steps { get; init; }

    /// <summary>Whether the pass goes from the last step to the first.</summary>
    public required bool Reverse { get; init; }

    /// <summary>The window of truncated BPTT: the state's gradient is cut after this many steps; 0 for no truncation.</summary>
    public required int Window { get; init; }

    /// <summary>U, <c>[G H, R]</c>; empty if the cell has none.</summary>
    public required Tensor<T> RecurrentWeight { get; init; }

    /// <summary>The mask of each sequence, which multiplies h' in recurrent products, <c>[B, R]</c>; empty without recurrent dropout.</summary>
    public Tensor<T> HiddenMask { get; init; }

    /// <summary>Layer normalisation of recurrent products.</summary>
    public ProductNorm<T> Norm { get; init; }

    /// <summary>Zoneout of h.</summary>
    public ZoneoutRows<T> HiddenZoneout { get; init; }

    /// <summary>Zoneout of c.</summary>
    public ZoneoutRows<T> MemoryZoneout { get; init; }

    /// <summary>
    /// The peepholes p of the first, second and fourth gate, <c>[3, H]</c>, or P, <c>[3 H, H]</c>, of a cell with memory products; empty if the cell has none.
    /// </summary>
    public Tensor<T> Peephole { get; init; }

    /// <summary>P, <c>[R, H]</c>, of cells that project m to the hidden state.</summary>
    public Tensor<T> Projection { get; init; }

    /// <summary>The largest magnitude of the memory, for cells that clip it; infinite for no limit.</summary>
    public double MemoryLimit { get; init; }

    /// <summary>The largest magnitude of a projected hidden state; infinite for no limit.</summary>
    public double HiddenLimit { get; init; }

    /// <summary>
    /// h_0 <c>[B, R]</c> and c_0 <c>[B, H]</c> of each sequence, or empty for zeros. The backward pass adds to the gradient of h_0, if there is one,
    /// and leaves the gradient of c_0 in <see cref="MemoryGradient"/>.
    /// </summary>
    public CellState<T> Initial { get; init; }

    /// <summary>The gates, <c>[N, G H]</c>; see the summary above.</summary>
    public required Tensor<T> Gates { get; init; }

    /// <summary>
    /// The last gate's separate recurrent term U h' + b', <c>[N, H]</c>, if the cell has one. It holds b' before the forward pass, and its gradient after the
    /// backward pass.
    /// </summary>
    public Tensor<T> RecurrentTerm { get; init; }

    /// <summary>r ⊙ h' of every token, masked as h' is, <c>[N, H]</c>, for cells that reset before the product.</summary>
    public Tensor<T> Reset { get; init; }

    /// <summary>The memory c of every token, <c>[N, H]</c>, if the cell has one.</summary>
    public Tensor<T> Memory { get; init; }

    /// <summary>m of every token, <c>[N, H]</c>, for cells that project it to the hidden state.</summary>
    public Tensor<T> Output { get; init; }

    /// <summary>The hidden state h of every token, <c>[N, R]</c>.</summary>
    public required Tensor<T> Hidden { get; init; }

    /// <summary>
    /// The previous hidden state h' of every token, <c>[N, R]</c>. The backward pass writes it for the gradient of U. With <see cref="HiddenMask"/> it is
    /// masked, and the forward pass writes it.
    /// </summary>
    public Tensor<T> PreviousHidden { get; init; }

    /// <summary>The previous memory c' of every token, <c>[N, H]</c>. The backward pass writes it for the gradient of the peepholes.</summary>
    public Tensor<T> PreviousMemory { get; init; }

    /// <summary>dh, <c>[N, R]</c>: the gradient from later layers; the backward pass adds the gradient through time.</summary>
    public Tensor<T> HiddenGradient { get; init; }

    /// <summary>Working memory of the backward pass, <c>[B, R]</c>: the gradient of the masked h', with <see cref="HiddenMask"/>.</summary>
    public Tensor<T> MaskedGradient { get; init; }

    /// <summary>The gradient of P m of every token, <c>[N, R]</c>, for cells that project. The backward pass writes it for the gradient of P.</summary>
    public Tensor<T> ProjectedGradient { get; init; }

    /// <summary>Working memory of the backward pass, <c>[B, H]</c>: dm, for cells that project.</summary>
    public Tensor<T> OutputGradient { get; init; }

    /// <summary>
    /// Working memory of the backward pass, <c>[B, H]</c>: dc, or the gradient of r ⊙ h' for cells that reset before the product. It starts with the gradient
    /// of each sequence's last memory, or zero. For cells with a memory it ends with the gradient of each sequence's c_0.
    /// </summary>
    public Tensor<T> MemoryGradient { get; init; }

    /// <summary>The cell's own hidden state: h~ with zoneout, else h.</summary>
    public Tensor<T> CandidateHidden => HiddenZoneout.Updates.IsEmpty ? Hidden : HiddenZoneout.Candidates;

    /// <summary>The cell's own memory: c~ with zoneout, else c.</summary>
    public Tensor<T> CandidateMemory => MemoryZoneout.Updates.IsEmpty ? Memory : MemoryZoneout.Candidates;

    /// <summary>The gradient of <see cref="CandidateHidden"/>.</summary>
    public Tensor<T> CandidateHiddenGradient => HiddenZoneout.Updates.IsEmpty ? HiddenGradient : HiddenZoneout.Gradients;
}
