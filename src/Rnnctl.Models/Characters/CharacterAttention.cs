using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Characters;

/// <summary>
/// The vectors of words by linear attention over the states of their characters, as Stanza's character model has it (Qi et al. 2018, 2020):
/// <code>
/// a_t = σ(w · h_t)
/// v = Σ_t a_t h_t
/// </code>
/// where h_t joins both directions' states at character t. The weights of a word do not sum to 1. w starts at 0, so that at first each weight is 1/2.
/// </summary>
internal static class CharacterAttention
{
    /// <summary>The name of w: <c>characters.attention.weight</c>.</summary>
    public const string ParameterName = CharacterArchitecture.Prefix + "attention.weight";

    /// <summary>w, <c>[1, 2 H]</c>, in PyTorch's shape of a linear layer with one output.</summary>
    /// <param name="width">2 H.</param>
    public static ParameterShape Parameter(int width) => new(ParameterName, [1, width], new InitialValue(Distribution.Zero));

    /// <summary>The words' vectors v, <c>[W, 2 H]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="states">h of all characters, <c>[C, 2 H]</c>.</param>
    /// <param name="steps">The packed shape: a sequence of characters for each of the W words.</param>
    /// <param name="weight">w, <c>[1, 2 H]</c>.</param>
    public static Variable<T> Apply<T>(Tape<T> tape, Variable<T> states, PackedSteps steps, Variable<T> weight)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Each column of the product is w · h_t, so that a_t stands beside every element of h_t.
        Variable<T> a = tape.Logistic(tape.Product(states, tape.Repeat(weight, states.Columns)));
        return SumOverTime<T>.Apply(tape, tape.Multiply(a, states), steps);
    }
}
