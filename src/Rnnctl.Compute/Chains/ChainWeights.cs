using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Chains;

/// <summary>The parameters of a linear-chain conditional random field over L labels, under pytorch-crf's names.</summary>
/// <param name="Transitions">Scores of transitions, from the label of the row to the label of the column, <c>[L, L]</c>: <c>transitions</c>.</param>
/// <param name="Start">Scores of the first token's label, <c>[1, L]</c>: <c>start_transitions</c>.</param>
/// <param name="End">Scores of the last token's label, <c>[1, L]</c>: <c>end_transitions</c>.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct ChainWeights<T>(Variable<T> Transitions, Variable<T> Start, Variable<T> End)
    where T : unmanaged
{
    /// <summary>The scores of a batch: these weights with its emissions.</summary>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="emissions">The score of each label at each token, <c>[N, L]</c>.</param>
    public LinearChain<T> Over(PackedSteps steps, Tensor<T> emissions) => new(steps, emissions, Transitions.Value, Start.Value, End.Value);
}
