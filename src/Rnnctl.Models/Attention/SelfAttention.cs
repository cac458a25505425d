using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Attention;

/// <summary>
/// Self-attention: scaled dot-product attention within each sentence, with several heads (Vaswani et al. 2017, section 3.2). The distance between
/// tokens does not matter.
/// <code>
/// Q = X W_qᵀ + b_q,   K = X W_kᵀ,   V = X W_vᵀ + b_v
/// O = softmax(Q Kᵀ / √d) V in every head of d = D / heads columns
/// Y = O W_oᵀ + b_o
/// </code>
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class SelfAttention<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly SelfAttentionArchitecture _architecture;
    private readonly Variable<T> _queryWeight, _queryBias, _keyWeight, _valueWeight, _valueBias, _outputWeight, _outputBias;

    /// <summary>Creates the layer from its parameters.</summary>
    /// <param name="architecture">Its architecture.</param>
    /// <param name="parameter">Returns the parameter with a given name.</param>
    public SelfAttention(SelfAttentionArchitecture architecture, Func<string, Variable<T>> parameter)
    {
        const string Prefix = SelfAttentionArchitecture.Prefix;
        _architecture = architecture;
        (_queryWeight, _queryBias) = (parameter(Prefix + "query.weight"), parameter(Prefix + "query.bias"));
        _keyWeight = parameter(Prefix + "key.weight");
        (_valueWeight, _valueBias) = (parameter(Prefix + "value.weight"), parameter(Prefix + "value.bias"));
        (_outputWeight, _outputBias) = (parameter(Prefix + "output.weight"), parameter(Prefix + "output.bias"));
    }

    /// <summary>Y, <c>[N, D]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">X, <c>[N, D]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    public Variable<T> Apply(Tape<T> tape, Variable<T> x, PackedSteps steps)
    {
        Variable<T> q = tape.Linear(x, _queryWeight, _queryBias);
        Variable<T> k = tape.Product(x, _keyWeight);
        Variable<T> v = tape.Linear(x, _valueWeight, _valueBias);
        double scale = 1 / Math.Sqrt(_architecture.Width / _architecture.Heads);
        Variable<T> o = Attend<T>.Apply(tape, SequencePairs.Self(steps), _architecture.Heads, scale, q, k, v).Outputs;
        return tape.Linear(o, _outputWeight, _outputBias);
    }
}
