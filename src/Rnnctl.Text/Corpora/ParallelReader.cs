namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads two files line by line: a sentence's tokens in one, its labels in the other, both separated by blanks. Lines that are blank in
/// both files are skipped, and so are extra blank lines at the end of one.
/// </summary>
internal static class ParallelReader
{
    /// <summary>Adds the sentences of a pair of files to a corpus.</summary>
    /// <exception cref="InputException">The files differ in the number of lines, or a line in the number of words.</exception>
    public static void Read(LineReader tokenLines, LineReader labelLines, LabelledCorpus corpus)
    {
        while (true)
        {
            bool hasTokens = tokenLines.TryRead(out ReadOnlySpan<char> tokens);
            bool hasLabels = labelLines.TryRead(out ReadOnlySpan<char> labels);
            if (!hasTokens || !hasLabels)
            {
                RequireBlankRest(hasTokens, tokens, tokenLines, labelLines);
                RequireBlankRest(hasLabels, labels, labelLines, tokenLines);
                return;
            }

            if (!TryAddSentence(tokens, labels, corpus))
            {
                string place = $"one for each token of {tokenLines.Name}:{tokenLines.LineNumber}";
                throw labelLines.Error($"expected {Blanks.CountWords(tokens)} labels, {place}, found {Blanks.CountWords(labels)}");
            }
        }
    }

    /// <summary>Adds a sentence from its tokens and labels, both separated by blanks. Returns false if their numbers differ; the corpus is
    /// unusable then.</summary>
    public static bool TryAddSentence(ReadOnlySpan<char> tokens, ReadOnlySpan<char> labels, LabelledCorpus corpus)
    {
        Blanks.Words labelWords = Blanks.WordsOf(labels);
        foreach (ReadOnlySpan<char> token in Blanks.WordsOf(tokens))
        {
            if (!labelWords.MoveNext())
            {
                return false;
            }

            corpus.Add(token, labelWords.Current);
        }

        corpus.EndSentence();
        return !labelWords.MoveNext();
    }

    private static void RequireBlankRest(bool hasLine, ReadOnlySpan<char> line, LineReader lines, LineReader ended)
    {
        while (hasLine)
        {
            if (!Blanks.Trim(line).IsEmpty)
            {
                throw lines.Error($"expected the end of the file, since {ended.Name} has {ended.LineNumber} lines, found another line");
            }

            hasLine = lines.TryRead(out line);
        }
    }
}
