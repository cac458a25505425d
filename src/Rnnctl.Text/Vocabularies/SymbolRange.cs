namespace Rnnctl.Text.Vocabularies;

/// <summary>Where the symbols of a word are in an encoded sentence.</summary>
/// <param name="First">The position of the first, from 0.</param>
/// <param name="Last">The position of the last.</param>
public readonly record struct SymbolRange(int First, int Last);
