namespace Rnnctl.Text.Subwords;

/// <summary>Two symbols side by side in a word, by their ids.</summary>
internal readonly record struct SymbolPair(int Left, int Right)
{
    /// <summary>Whether the pair stands at a place of a word; false at its last symbol.</summary>
    public bool StandsAt(ReadOnlySpan<int> word, int place) => place + 1 < word.Length && word[place] == Left && word[place + 1] == Right;
}
