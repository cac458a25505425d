using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Translators;

/// <summary>
/// Attention of the decoder's states to the encoder's outputs: scores of the source's positions, their softmax, and the weighted mean of the positions.
/// <see cref="AttentionKind"/> has the equations of the scores.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class SourceAttention<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly AttentionKind _kind;
    private readonly int _heads;
    private readonly double _scale;
    private readonly Dictionary<string, Variable<T>> _weights = [];
    private readonly Variable<T> _queryBias, _scorer;

    /// <summary>Creates the attention from its parameters.</summary>
    /// <param name="architecture">The translator's architecture.</param>
    /// <param name="parameter">Returns the parameter with a given name.</param>
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

    /// <summary>Promises a backend that the weights do not change.</summary>
    public void KeepWeights(Backend<T> backend)
    {
        foreach (Variable<T> weight in _weights.Values) backend.Keep(MatrixOperand<T>.Transpose(weight.Value));
    }

    /// <summary>The keys and values of the encoder's outputs, <c>[N, H]</c> each; all steps share them.</summary>
    public (Variable<T> Keys, Variable<T> Values) Project(Tape<T> tape, Variable<T> outputs) =>
        (Projected(tape, "key", outputs), Projected(tape, "value", outputs));

    /// <summary>The attended vectors, <c>[states, H]</c>, and the attention weights in the order of <see cref="SequencePairs"/>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="states">The queries, <c>[states, H]</c>.</param>
    /// <param name="source">The keys and values.</param>
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
