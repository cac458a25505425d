namespace Rnnctl.Models.Taggers;

/// <summary>How large the gradients of a layer's state are, so many steps before the loss.</summary>
/// <param name="Norms">The mean over sequences of ‖∂L_T / ∂h_t‖, by the lag T - t: <c>[longest sequence]</c>.</param>
/// <param name="MemoryNorms">The mean of ‖∂L_T / ∂c_t‖ likewise; empty of a cell without memory.</param>
/// <param name="Sequences">How many sequences are long enough to have that lag: <c>[longest sequence]</c>.</param>
public sealed record GradientByLag(IReadOnlyList<double> Norms, IReadOnlyList<double> MemoryNorms, IReadOnlyList<int> Sequences);
