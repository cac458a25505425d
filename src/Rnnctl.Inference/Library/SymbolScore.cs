namespace Rnnctl.Inference.Library;

/// <summary>A symbol of a text, a word or a part of one, with the logarithm of its probability.</summary>
/// <param name="Symbol">The symbol: a word, a segment of a word, a character, or <c>&lt;/s&gt;</c> for the end.</param>
/// <param name="LogProbability">The natural logarithm of its probability after the symbols before it.</param>
public readonly record struct SymbolScore(string Symbol, double LogProbability);
