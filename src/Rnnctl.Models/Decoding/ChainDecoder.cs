using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Decoding;

/// <summary>
/// Decodes whole batches with a tagger's conditional random field. With rules, label sequences that break them are excluded: they are never chosen, and
/// the probabilities are normalised over the other sequences.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
public sealed class ChainDecoder<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Backend<T> _backend;
    private readonly ChainWeights<T> _weights;
    private readonly Storage<T>? _storage;
    private readonly ChainWeights<T> _penalties;

    /// <summary>Creates a decoder. It reads the weights again for each batch, so they may change between batches.</summary>
    /// <param name="backend">The backend that computes.</param>
    /// <param name="weights">The parameters of the conditional random field.</param>
    /// <param name="rules">The allowed label sequences, or null for all.</param>
    public ChainDecoder(Backend<T> backend, ChainWeights<T> weights, LabelRules? rules)
    {
        (_backend, _weights) = (backend, weights);
        if (rules is null) return;
        int labels = weights.Start.Columns;
        _storage = backend.Allocate<T>((labels + 2) * labels);
        IEnumerable<int> all = Enumerable.Range(0, labels);
        _penalties = new ChainWeights<T>(
            Place(0, labels, all.SelectMany(previous => all.Select(label => rules.MayFollow(previous, label)))),
            Place(labels, 1, all.Select(rules.MayStart)),
            Place(labels + 1, 1, all.Select(rules.MayEnd)));
    }

    /// <summary>The scores of a batch; minus infinity if the rules forbid a label or transition.</summary>
    /// <param name="tape">The tape whose memory holds them.</param>
    /// <param name="emissions">The tokens' logits, <c>[N, L]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    public LinearChain<T> Scores(Tape<T> tape, Tensor<T> emissions, PackedSteps steps) => Weights(tape).Over(steps, emissions);

    /// <summary>Creates an n-best search with the transition scores, which do not depend on the sentence.</summary>
    public NBestSearch NBest(Tape<T> tape)
    {
        ChainScores scores = ReadScores(tape);
        return new NBestSearch(scores.Transitions, scores.Start, scores.End);
    }

    /// <summary>Reads the scores that do not depend on the sentence; minus infinity if the rules forbid a label or transition.</summary>
    public ChainScores ReadScores(Tape<T> tape)
    {
        ChainWeights<T> weights = Weights(tape);
        return new ChainScores(Read(weights.Transitions.Value), Read(weights.Start.Value), Read(weights.End.Value));
    }

    /// <summary>Writes the labels of the best sequences to <paramref name="labels"/>, <c>[1, N]</c>.</summary>
    public void Best(Tape<T> tape, LinearChain<T> scores, Tensor<int> labels) =>
        _backend.ChainBest(scores, tape.NewTensor(scores.Emissions.Rows, scores.Labels), labels);

    /// <inheritdoc/>
    public void Dispose() => _storage?.Dispose();

    private ChainWeights<T> Weights(Tape<T> tape) => _storage is null ? _weights : new ChainWeights<T>(
        tape.Add(_weights.Transitions, _penalties.Transitions), tape.Add(_weights.Start, _penalties.Start), tape.Add(_weights.End, _penalties.End));

    private Variable<T> Place(int row, int rows, IEnumerable<bool> allowed)
    {
        int labels = _weights.Start.Columns;
        var tensor = new Tensor<T>(_storage!, row * labels, rows, labels);
        _backend.Upload([.. allowed.Select(one => one ? T.Zero : T.NegativeInfinity)], tensor);
        return Variable<T>.Constant(tensor);
    }

    private double[] Read(Tensor<T> tensor)
    {
        var numbers = new T[tensor.Count];
        _backend.Download(tensor, numbers.AsSpan());
        return Array.ConvertAll(numbers, double.CreateTruncating);
    }
}
