namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads slashed text: a sentence a line, tokens separated by blanks, each with its label behind its last slash (<c>我/nn 吃/v</c>), so that
/// the token <c>/</c> with the label <c>SYM</c> is written <c>//SYM</c>. Blank lines are skipped.
/// </summary>
internal static class SlashReader
{
    /// <summary>Adds the sentences of a file to a corpus.</summary>
    /// <exception cref="InputException">A word has no slash, or nothing before or behind it.</exception>
    public static void Read(LineReader lines, LabelledCorpus corpus)
    {
        while (lines.TryRead(out ReadOnlySpan<char> line))
        {
            foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line))
            {
                if (!TrySplit(word, out ReadOnlySpan<char> token, out ReadOnlySpan<char> label))
                {
                    throw lines.Error($"expected token/label, found '{word}'");
                }

                corpus.Add(token, label);
            }

            corpus.EndSentence();
        }
    }

    /// <summary>Divides a word at its last slash; false if either side is empty.</summary>
    public static bool TrySplit(ReadOnlySpan<char> word, out ReadOnlySpan<char> token, out ReadOnlySpan<char> label)
    {
        int slash = word.LastIndexOf('/');
        bool divided = slash > 0 && slash < word.Length - 1;
        token = divided ? word[..slash] : default;
        label = divided ? word[(slash + 1)..] : default;
        return divided;
    }
}
