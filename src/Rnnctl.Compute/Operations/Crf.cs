using System.Numerics;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// The loss of a linear-chain conditional random field, <c>[1, 1]</c> (Lafferty et al. 2001; on top of a recurrent network Huang et al. 2015, Lample et al.
/// 2016): the negative log probability of the right labellings, summed over the sequences and divided by the number of labelled tokens, as in
/// <see cref="CrossEntropy{T}"/>:
/// <code>
/// loss = 1 / counted · Σ_sequences (log Z - log Z'),   Z = Σ_y exp(score(y)),   Z' = Σ exp(score(y)) over the y that agree with the ids
/// </code>
/// If every token has an id, Z' is exp(score) of one labelling. A token without an id may have any label: the loss sums over all of them.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct Crf<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _emissions, _loss;
    private readonly ChainWeights<T> _weights;
    private readonly PackedSteps _steps;
    private readonly Tensor<int> _ids;
    private readonly Tensor<T> _prefixScores, _rightPrefixScores;
    private readonly T _scale;

    private Crf(
        Variable<T> emissions, ChainWeights<T> weights, PackedSteps steps, Tensor<int> ids, Tensor<T> prefixScores, Tensor<T> rightPrefixScores, T scale,
        Variable<T> loss)
    {
        (_emissions, _weights, _steps, _ids) = (emissions, weights, steps, ids);
        (_prefixScores, _rightPrefixScores, _scale, _loss) = (prefixScores, rightPrefixScores, scale, loss);
    }

    /// <summary>The loss, <c>[1, 1]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="emissions">The score of each label at each token, <c>[N, L]</c>.</param>
    /// <param name="weights">The transition, start and end scores.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="ids">The right labels, <c>[1, N]</c>; negative for tokens without a label.</param>
    /// <param name="counted">The number of ids that are not negative, at least 1.</param>
    public static Variable<T> Apply(
        Tape<T> tape, Variable<T> emissions, ChainWeights<T> weights, PackedSteps steps, Tensor<int> ids, int counted)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counted, 1);
        LinearChain<T> chain = weights.Over(steps, emissions.Value);
        Tensor<T> prefixScores = tape.NewTensor(emissions.Rows, emissions.Columns), rightPrefixScores = tape.NewTensor(emissions.Rows, emissions.Columns);
        Tensor<T> all = tape.NewTensor(steps.Sequences, 1), right = tape.NewTensor(steps.Sequences, 1);
        tape.Backend.ChainForward(chain, ids: default, prefixScores, all);
        tape.Backend.ChainForward(chain, ids, rightPrefixScores, right);

        T scale = T.One / T.CreateChecked(counted);
        Variable<T> loss = tape.NewVariable(1, 1);
        tape.Backend.Map(default(Subtract<T>.Forward), all, all, right);
        tape.Backend.Sum(all, scale, loss.Value);
        tape.Record(new Crf<T>(emissions, weights, steps, ids, prefixScores, rightPrefixScores, scale, loss));
        return loss;
    }

    /// <summary>-log p of the right labellings of each sequence, log Z - log Z', <c>[B, 1]</c>.</summary>
    /// <param name="tape">The tape, whose memory holds the result; nothing is recorded.</param>
    /// <param name="chain">The scores.</param>
    /// <param name="ids">The right labels, <c>[1, N]</c>; negative for tokens without a label.</param>
    public static Tensor<T> Surprisals(Tape<T> tape, LinearChain<T> chain, Tensor<int> ids)
    {
        Tensor<T> prefixScores = tape.NewTensor(chain.Emissions.Rows, chain.Labels);
        Tensor<T> all = tape.NewTensor(chain.Steps.Sequences, 1), right = tape.NewTensor(chain.Steps.Sequences, 1);
        tape.Backend.ChainForward(chain, ids: default, prefixScores, all);
        tape.Backend.ChainForward(chain, ids, prefixScores, right);
        tape.Backend.Map(default(Subtract<T>.Forward), all, all, right);
        return all;
    }

    /// <summary>The distribution over labels of each token given its whole sequence, <c>[N, L]</c>: the marginals of the chain.</summary>
    /// <param name="tape">The tape, whose memory holds the result; nothing is recorded.</param>
    /// <param name="chain">The scores.</param>
    public static Tensor<T> Marginals(Tape<T> tape, LinearChain<T> chain)
    {
        int labels = chain.Labels, tokens = chain.Emissions.Rows;
        Tensor<T> prefixScores = tape.NewTensor(tokens, labels);
        tape.Backend.ChainForward(chain, ids: default, prefixScores, tape.NewTensor(chain.Steps.Sequences, 1));
        Tensor<T> one = tape.NewTensor(1, 1), marginals = tape.NewTensor(tokens, labels);
        tape.Backend.Fill(one, T.One);
        tape.Backend.Clear(marginals);

        // The gradient of log Z by an emission is the label's probability. The gradient by the transitions (their expected counts) is not needed.
        var gradient = new LinearChain<T>(chain.Steps, marginals, tape.NewTensor(labels, labels), tape.NewTensor(1, labels), tape.NewTensor(1, labels));
        tape.Backend.ChainBackward(chain, ids: default, prefixScores, one, T.One, gradient);
        return marginals;
    }

    /// <summary>
    /// d log Z is the expected count of each feature over all labellings; d log Z' is the same over the labellings that agree with the ids. Each gradient gets
    /// their difference.
    /// </summary>
    public void Backward(Tape<T> tape)
    {
        LinearChain<T> chain = _weights.Over(_steps, _emissions.Value);
        var gradient = new LinearChain<T>(
            _steps, Gradient(tape, _emissions), Gradient(tape, _weights.Transitions), Gradient(tape, _weights.Start), Gradient(tape, _weights.End));
        tape.Backend.ChainBackward(chain, ids: default, _prefixScores, _loss.Gradient, _scale, gradient);
        tape.Backend.ChainBackward(chain, _ids, _rightPrefixScores, _loss.Gradient, -_scale, gradient);
    }

    /// <summary>The gradient of a variable; for a constant, temporary memory whose content is not used.</summary>
    private static Tensor<T> Gradient(Tape<T> tape, Variable<T> variable) =>
        variable.HasGradient ? variable.Gradient : tape.NewTensor(variable.Rows, variable.Columns);
}
