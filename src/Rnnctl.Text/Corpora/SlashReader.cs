namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads slashed text: a sentence a line, tokens separated by blanks, each with its label after its last slash (<c>我/nn 吃/v</c>). So
/// the token <c>/</c> with the label <c>SYM</c> is written <c>//SYM</c>. Blank lines are skipped. The full-width slash <c>／</c> is a character like any
/// other; an ideographic space (U+3000) is an error, since it would join two words into one.
/// </summary>
/// <param name="lines">The file.</param>
internal sealed class SlashReader(LineReader lines) : ILabelledReader
{
    /// <summary>A blank of Chinese text, which slashed text may not have.</summary>
    public const char IdeographicSpace = '\u3000';

    /// <inheritdoc/>
    public (ByteRange First, ByteRange Second) LastLines => (lines.LastLine, default);

    /// <inheritdoc/>
    /// <exception cref="InputException">A word has no slash, or nothing before or after it.</exception>
    public void Read(ILabelledSentences sentences)
    {
        while (lines.TryRead(out ReadOnlySpan<char> line))
        {
            foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line))
            {
                Split(lines, word, out ReadOnlySpan<char> token, out ReadOnlySpan<char> label);
                sentences.Add(token, label);
            }

            sentences.EndSentence();
        }
    }

    /// <inheritdoc/>
    public ILabelledReader Again(LineReader first, LineReader second) => new SlashReader(first);

    /// <inheritdoc/>
    public void Resume(long offset)
    {
    }

    /// <summary>Splits a word of the current line into token and label.</summary>
    /// <exception cref="InputException">The word has no slash, nothing before or after it, or an ideographic space.</exception>
    public static void Split(LineReader lines, ReadOnlySpan<char> word, out ReadOnlySpan<char> token, out ReadOnlySpan<char> label)
    {
        if (word.Contains(IdeographicSpace))
        {
            throw lines.Error($"expected blanks between words, found an ideographic space (U+3000) in '{word}'", "put a plain space in its place");
        }

        if (!TrySplit(word, out token, out label))
        {
            string? hint = word.Contains('／') ? "the slash between token and label is the ASCII /, not the full-width ／" : null;
            throw lines.Error($"expected token/label, found '{word}'", hint);
        }
    }

    /// <summary>Splits a word at its last slash; false if either side is empty.</summary>
    public static bool TrySplit(ReadOnlySpan<char> word, out ReadOnlySpan<char> token, out ReadOnlySpan<char> label)
    {
        int slash = word.LastIndexOf('/');
        bool divided = slash > 0 && slash < word.Length - 1;
        token = divided ? word[..slash] : default;
        label = divided ? word[(slash + 1)..] : default;
        return divided;
    }
}
