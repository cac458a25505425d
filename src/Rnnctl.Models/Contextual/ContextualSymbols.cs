using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;
using Rnnctl.Models.LanguageModels;

namespace Rnnctl.Models.Contextual;

/// <summary>The sentences of a batch with N words as the symbols that a language model reads in its one or two directions.</summary>
/// <param name="Tokens">
/// The symbols' ids in packed order, first those of the forward direction, then those of the backward. Forward, a sentence is its begin symbol and its own
/// symbols; backward, its end symbol and its own symbols from the last to the first.
/// </param>
/// <param name="Steps">The packed shape of the symbols, the same for both directions.</param>
/// <param name="Rows">
/// The words' rows among the symbols of each direction, <c>[directions · N]</c>, in the packed order of the words: forward, the row of the word's last symbol;
/// backward, of its first.
/// </param>
public readonly record struct ContextualSymbols(ReadOnlyMemory<int> Tokens, PackedSteps Steps, ReadOnlyMemory<int> Rows)
{
    /// <summary>Returns the words of the symbols with their characters, for a language model that reads these; null for others.</summary>
    public Func<SpelledWords>? Words { get; init; }

    /// <summary>The sentences as the language model reads them.</summary>
    public LanguageModelInput Input() => new(Tokens.Span, Steps, isFirst: true) { Words = Words is null ? default : Words() };
}
