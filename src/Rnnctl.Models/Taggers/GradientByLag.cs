namespace Rnnctl.Models.Taggers;

/// <summary>The size of the gradients of a layer's state, by the number of steps before the loss.</summary>
/// <param name="Norms">The mean over sequences of ‖∂L_T / ∂h_t‖ for each lag T - t: <c>[longest sequence]</c>.</param>
/// <param name="MemoryNorms">The mean of ‖∂L_T / ∂c_t‖ for each lag; empty if the cell has no memory.</param>
/// <param name="Sequences">The number of sequences that are long enough for each lag: <c>[longest sequence]</c>.</param>
public sealed record GradientByLag(IReadOnlyList<double> Norms, IReadOnlyList<double> MemoryNorms, IReadOnlyList<int> Sequences);
