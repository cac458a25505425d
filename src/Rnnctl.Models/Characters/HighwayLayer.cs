using System.Numerics;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Characters;

/// <summary>
/// A highway layer (Srivastava et al. 2015), as Kim et al. 2016 and Peters et al. 2018 have it over the filters of characters:
/// <code>
/// g = σ(W_g x + b_g)
/// t = relu(W_t x + b_t)
/// y = g ⊙ t + (1 - g) ⊙ x
/// </code>
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class HighwayLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _gateWeight, _gateBias, _transformWeight, _transformBias;

    /// <summary>Creates a layer from its parameters.</summary>
    /// <param name="layer">Its number, from 0.</param>
    /// <param name="parameter">Returns the parameter with a given name.</param>
    public HighwayLayer(int layer, Func<string, Variable<T>> parameter)
    {
        string name = CharacterArchitecture.HighwayName(layer);
        (_gateWeight, _gateBias) = (parameter(name + "gate.weight"), parameter(name + "gate.bias"));
        (_transformWeight, _transformBias) = (parameter(name + "transform.weight"), parameter(name + "transform.bias"));
    }

    /// <summary>y, <c>[W, F]</c>, of x, <c>[W, F]</c>.</summary>
    public Variable<T> Apply(Tape<T> tape, Variable<T> x)
    {
        Variable<T> g = tape.Logistic(tape.Linear(x, _gateWeight, _gateBias));
        Variable<T> t = Activate<T, Rectifier>.Apply(tape, tape.Linear(x, _transformWeight, _transformBias));
        return tape.Add(x, tape.Multiply(g, tape.Subtract(t, x)));
    }
}
