using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.Contextual;

/// <summary>The shape of the vectors that a language model gives for each token: one for each layer.</summary>
/// <param name="Layers">J, the number of layers that are mixed.</param>
/// <param name="Width">D, the size of a layer's vector, all directions together.</param>
public readonly record struct LayerShape(int Layers, int Width)
{
    /// <summary>
    /// The layers of a language model that can be mixed: the recurrent layers, and below them the input layer if its vector is as wide, as that of ELMo is.
    /// </summary>
    public static LayerShape Of(LanguageModelArchitecture model)
    {
        StackArchitecture stack = model.Stacks[0];
        bool hasInput = stack.Inputs == stack.Width;
        return new LayerShape(model.Layers + (hasInput ? 1 : 0), model.Directions * stack.Width);
    }

    /// <summary>The numbers of a token's vectors of all layers.</summary>
    public int Numbers => Layers * Width;
}
