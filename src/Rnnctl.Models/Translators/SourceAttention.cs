using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Translators;

/// <summary>
/// Attention of a decoder's states to an encoder's outputs: each state's scores of its source's positions, their softmax, and the mean of the positions by
/// these weights. <see cref="AttentionKind"/> has the scores' equations.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
internal sealed class SourceAttention<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly AttentionKind _kind;
    private readonly int _heads;
    private readonly double _scale;
    private readonly Dictionary<string, Variable<T>> _weights = [];
    private readonly Variable<T> _queryBias, _scorer;

    /// <summary>The attention whose parameters are these.</summary>
    /// <param name="architecture">The translator's shape.</param>
    /// <param name="parameter">Gives a parameter by its name.</param>
    public SourceAttention(TranslatorArchitecture architecture, Func<string, Variable<T>> parameter)
    {
        _kind = architecture.Attention;
        _heads = architecture.Heads;
        _scale = _kind == AttentionKind.ScaledDot ? 1 / Math.Sqrt(architecture.Hidden / architecture.Heads) : 1;
        foreach (string projection in architecture.AttentionProjections) _weights[projection] = parameter($"attention.{projection}.weight");
        if (_kind != AttentionKind.Additive) return;
        _queryBias = parameter("attention.query.bias");
        _scorer = parameter("attention.scorer");
    }

    /// <summary>Promises a backend that the weights stay as they are.</summary>
    public void KeepWeights(Backend<T> backend)
    {
        foreach (Variable<T> weight in _weights.Values) backend.Keep(MatrixOperand<T>.Transpose(weight.Value));
    }

    /// <summary>The keys and values of an encoder's outputs, <c>[N, H]</c> each, which all states share.</summary>
    public (Variable<T> Keys, Variable<T> Values) Project(Tape<T> tape, Variable<T> outputs) =>
        (Projected(tape, "key", outputs), Projected(tape, "value", outputs));

    /// <summary>What some states attend to, <c>[states, H]</c>, and each state's weights, in the order that <see cref="SequencePairs"/> says.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="states">The states, <c>[states, H]</c>.</param>
    /// <param name="source">What they attend to.</param>
    /// <param name="steps">The packed batch of the states.</param>
    public (Variable<T> Attended, Tensor<T> Weights) Apply(Tape<T> tape, Variable<T> states, DecoderSource<T> source, PackedSteps steps)
    {
        var pairs = new SequencePairs(steps, source.Steps, source.Places);
        if (_kind == AttentionKind.Additive)
            return Attend<T>.Apply(tape, pairs, _heads, _scorer, tape.Linear(states, _weights["query"], _queryBias), source.Keys, source.Values);
        (Variable<T> attended, Tensor<T> weights) =
            Attend<T>.Apply(tape, pairs, _heads, _scale, Projected(tape, "query", states), source.Keys, source.Values);
        return (Projected(tape, "output", attended), weights);
    }

    private Variable<T> Projected(Tape<T> tape, string projection, Variable<T> x) =>
        _weights.TryGetValue(projection, out Variable<T> weight) ? tape.Product(x, weight) : x;
}
