namespace Rnnctl.Text.Vocabularies;

/// <summary>A word and the number of its symbols: more than one if subwords segment it.</summary>
/// <param name="Text">The word.</param>
/// <param name="Symbols">The number of symbols.</param>
public readonly record struct SegmentedWord(string Text, int Symbols);
