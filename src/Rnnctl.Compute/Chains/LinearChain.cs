using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Chains;

/// <summary>
/// The scores of a linear-chain conditional random field (Lafferty et al. 2001) over a packed batch of N tokens, with L labels. The score of a labelling y of a
/// sequence of T tokens is
/// <code>
/// score(y) = start[y_1] + Σ_t emissions[t, y_t] + Σ_t transitions[y_(t-1), y_t] + end[y_T]
/// </code>
/// A start, transition or end score of minus infinity forbids it; at least one labelling of every sequence must stay allowed.
/// </summary>
/// <param name="Steps">The packed batch's shape.</param>
/// <param name="Emissions">The score of each label at each token, <c>[N, L]</c>.</param>
/// <param name="Transitions">Scores of transitions, from the label of the row to the label of the column, <c>[L, L]</c>.</param>
/// <param name="Start">Scores of the first token's label, <c>[1, L]</c>.</param>
/// <param name="End">Scores of the last token's label, <c>[1, L]</c>.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct LinearChain<T>(PackedSteps Steps, Tensor<T> Emissions, Tensor<T> Transitions, Tensor<T> Start, Tensor<T> End)
    where T : unmanaged
{
    /// <summary>The number of labels L.</summary>
    public int Labels => Emissions.Columns;
}
