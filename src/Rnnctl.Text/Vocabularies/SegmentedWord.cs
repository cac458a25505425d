namespace Rnnctl.Text.Vocabularies;

/// <summary>A word of a text, and how many of the text's symbols it is made of: more than one where it is segmented.</summary>
/// <param name="Text">The word.</param>
/// <param name="Symbols">How many symbols.</param>
public readonly record struct SegmentedWord(string Text, int Symbols);
