using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.LanguageModels;

namespace Rnnctl.Models.Contextual;

/// <summary>What the models of gradient checks read of language models for the words of a few sentences.</summary>
internal static class GradientContext
{
    /// <summary>Random vectors of frozen models, or symbols for models that learn: each word is one symbol.</summary>
    /// <param name="architecture">The language models; null for none.</param>
    /// <param name="lengths">The words of each sentence, longest first.</param>
    /// <param name="seed">The seed of the vectors.</param>
    public static ContextualInput Of(ContextualArchitecture? architecture, int[] lengths, ulong seed)
    {
        if (architecture is null) return default;
        var words = new PackedSteps();
        words.Assign(lengths);
        int count = architecture.Learnt.Count == 0 ? words.Tokens * architecture.Numbers : 0;
        return new ContextualInput
        {
            Vectors = GradientInput.Draw(new PhiloxRandom(seed, stream: 1), "contextual", 1, count).Values.Select(value => (float)value).ToArray(),
            Symbols = architecture.Learnt.Select(model => SymbolsOf(model, words)).ToArray(),
        };
    }

    /// <summary>Step 0 of a language model is the symbol before the sentence.</summary>
    private static ContextualSymbols SymbolsOf(LanguageModelArchitecture model, PackedSteps words)
    {
        var steps = new PackedSteps();
        steps.Assign([.. words.Lengths.ToArray().Select(length => length + 1)]);
        int[] tokens = [.. Enumerable.Range(0, model.Directions * steps.Tokens).Select(row => row % Math.Max(1, model.Symbols))];
        var spelled = new GradientWords(model, tokens.Length);
        int[] forward = new int[words.Tokens], backward = new int[words.Tokens];
        for (int sentence = 0; sentence < words.Sequences; sentence++)
        {
            int length = words.Lengths[sentence];
            for (int word = 0; word < length; word++)
            {
                forward[words.Offset(word) + sentence] = steps.Offset(word + 1) + sentence;
                backward[words.Offset(word) + sentence] = steps.Offset(length - word) + sentence;
            }
        }

        int[] rows = model.Direction switch
        {
            LanguageModelDirection.Forward => forward,
            LanguageModelDirection.Backward => backward,
            _ => [.. forward, .. backward],
        };
        return new ContextualSymbols(tokens, steps, rows) { Words = model.Characters is null ? null : () => spelled.Spelled };
    }
}
