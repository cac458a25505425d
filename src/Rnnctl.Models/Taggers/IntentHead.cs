using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.Taggers;

/// <summary>
/// A sentence's label beside its tokens' labels, its intent, by attention over the sentence's tokens (Liu and Lane 2016, Goo et al. 2018). With h_j what the
/// output layer reads of token j
/// <code>
/// s_j = v · tanh(W h_j + b),   α = softmax of s over the sentence's tokens,   c = Σ_j α_j h_j
/// z = U c + a,   p(intent) = softmax(z)
/// </code>
/// The scores are those of additive attention (Bahdanau et al. 2014) with a query that all sentences share, b.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class IntentHead<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _w, _b, _v, _u, _a;
    private readonly SingleSteps _queryShape = new();

    /// <summary>Creates the head from its parameters.</summary>
    /// <param name="parameter">Returns the parameter with a given name.</param>
    public IntentHead(Func<string, Variable<T>> parameter)
    {
        const string Prefix = IntentArchitecture.Prefix;
        (_w, _b, _v) = (parameter(Prefix + "attention.weight"), parameter(Prefix + "attention.bias"), parameter(Prefix + "scorer.weight"));
        (_u, _a) = (parameter(Prefix + "weight"), parameter(Prefix + "bias"));
    }

    /// <summary>z, <c>[B, I]</c>, the longest sentence first.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="h">h, <c>[N, D]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    public Variable<T> Logits(Tape<T> tape, Variable<T> h, PackedSteps steps)
    {
        var pairs = new SequencePairs(_queryShape.At(time: 0, steps.Sequences), steps, KeySequences: default);
        Variable<T> queries = tape.Repeat(_b, steps.Sequences), keys = tape.Product(h, _w);
        Variable<T> c = Attend<T>.Apply(tape, pairs, heads: 1, _v, queries, keys, h).Outputs;
        return tape.Linear(c, _u, _a);
    }

    /// <summary>Promises a backend that the weights do not change.</summary>
    public void KeepWeights(Backend<T> backend)
    {
        backend.Keep(MatrixOperand<T>.Transpose(_w.Value));
        backend.Keep(MatrixOperand<T>.Transpose(_u.Value));
    }
}
