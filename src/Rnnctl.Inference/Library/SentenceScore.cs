using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Library;

/// <summary>How probable a model finds a text.</summary>
public sealed record SentenceScore
{
    /// <summary>The natural logarithm of the probability of the text and its end; of a language model with two directions, by the forward one.</summary>
    public required double LogProbability { get; init; }

    /// <summary>The same by the backward direction of a language model with two directions; otherwise null.</summary>
    public double? BackwardLogProbability { get; init; }

    /// <summary>
    /// The symbols of the text with their shares of <see cref="LogProbability"/>. The last one is <c>&lt;/s&gt;</c>, the text's end; of a model that only reads
    /// backward the first one is <c>&lt;s&gt;</c>, its beginning.
    /// </summary>
    public required IReadOnlyList<SymbolScore> Symbols { get; init; }

    /// <summary>The score of the symbols of a text.</summary>
    /// <param name="symbols">The symbols.</param>
    /// <param name="surprisals">-log p of each.</param>
    internal static SentenceScore Of(IReadOnlyList<string> symbols, ReadOnlySpan<float> surprisals)
    {
        var scored = new SymbolScore[symbols.Count];
        double sum = 0;
        for (int symbol = 0; symbol < scored.Length; symbol++)
        {
            scored[symbol] = new SymbolScore(symbols[symbol], -surprisals[symbol]);
            sum -= surprisals[symbol];
        }

        return new SentenceScore { LogProbability = sum, Symbols = scored };
    }

    /// <summary>The score of a text whose end is predicted last.</summary>
    internal static SentenceScore OfText(IReadOnlyList<string> symbols, ReadOnlySpan<float> surprisals) => Of([.. symbols, Vocabulary.End], surprisals);
}
