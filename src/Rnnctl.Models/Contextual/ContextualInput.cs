namespace Rnnctl.Models.Contextual;

/// <summary>What a model reads of language models for a batch with W words and N symbols of its own. It must not change until the backward pass.</summary>
public readonly record struct ContextualInput
{
    /// <summary>
    /// The vectors that frozen language models give for the words, one model after the other, each <c>[layers · W, width]</c> with one layer below the other;
    /// empty without such models.
    /// </summary>
    public ReadOnlyMemory<float> Vectors { get; init; }

    /// <summary>The symbols that each language model reads; empty without language models that learn.</summary>
    public ReadOnlyMemory<ContextualSymbols> Symbols { get; init; }

    /// <summary>
    /// The word of each of the model's symbols, <c>[N]</c>, a row among the W words; W for a symbol that belongs to no word, whose mixed vector is 0. Empty if
    /// the symbols are the words.
    /// </summary>
    public ReadOnlyMemory<int> WordOfSymbol { get; init; }

    /// <summary>Whether there is a word; sources can be blank.</summary>
    internal bool HasWords => !Vectors.IsEmpty || !Symbols.IsEmpty;
}
