namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads two files line by line: a sentence's tokens in one, its labels in the other, both separated by blanks. A third may have the sentence's intent. Lines
/// that are blank in all files are skipped, and so are extra blank lines at the end of one.
/// </summary>
/// <param name="tokenLines">The tokens.</param>
/// <param name="labelLines">The labels.</param>
/// <param name="intentLines">The intents; null for none.</param>
internal sealed class ParallelReader(LineReader tokenLines, LineReader labelLines, LineReader? intentLines = null) : ILabelledReader
{
    /// <inheritdoc/>
    public (ByteRange First, ByteRange Second) LastLines => (tokenLines.LastLine, labelLines.LastLine);

    /// <inheritdoc/>
    /// <exception cref="InputException">The files differ in the number of lines, or a line in the number of words.</exception>
    public void Read(ILabelledSentences sentences)
    {
        while (true)
        {
            bool hasTokens = tokenLines.TryRead(out ReadOnlySpan<char> tokens);
            bool hasLabels = labelLines.TryRead(out ReadOnlySpan<char> labels);
            ReadOnlySpan<char> intent = default;
            bool hasIntent = intentLines?.TryRead(out intent) ?? true;
            if (!hasTokens || !hasLabels || !hasIntent)
            {
                LineReader ended = !hasTokens ? tokenLines : !hasLabels ? labelLines : intentLines!;
                RequireBlankRest(hasTokens, tokens, tokenLines, ended);
                RequireBlankRest(hasLabels, labels, labelLines, ended);
                if (intentLines is not null) RequireBlankRest(hasIntent, intent, intentLines, ended);
                return;
            }

            if (intentLines is not null) SetIntent(intent, isBlank: Blanks.Trim(tokens).IsEmpty, sentences);
            if (!TryAddSentence(tokens, labels, sentences))
            {
                string place = $"one for each token of {tokenLines.Name}:{tokenLines.LineNumber}";
                throw labelLines.Error($"expected {Blanks.CountWords(tokens)} labels, {place}, found {Blanks.CountWords(labels)}");
            }
        }
    }

    /// <inheritdoc/>
    public ILabelledReader Again(LineReader first, LineReader second) => new ParallelReader(first, second);

    /// <inheritdoc/>
    public void Resume(long offset)
    {
    }

    /// <summary>Adds a sentence from its tokens and labels, both separated by blanks. Returns false if their numbers differ; the sentences are
    /// unusable then.</summary>
    public static bool TryAddSentence(ReadOnlySpan<char> tokens, ReadOnlySpan<char> labels, ILabelledSentences sentences)
    {
        Blanks.Words labelWords = Blanks.WordsOf(labels);
        foreach (ReadOnlySpan<char> token in Blanks.WordsOf(tokens))
        {
            if (!labelWords.MoveNext())
            {
                return false;
            }

            sentences.Add(token, labelWords.Current);
        }

        sentences.EndSentence();
        return !labelWords.MoveNext();
    }

    private void SetIntent(ReadOnlySpan<char> line, bool isBlank, ILabelledSentences sentences)
    {
        ReadOnlySpan<char> intent = Blanks.Trim(line);
        if (isBlank && !intent.IsEmpty) throw intentLines!.Error($"expected a blank line, as in {tokenLines.Name}:{tokenLines.LineNumber}, found an intent");
        if (isBlank) return;
        if (SentenceIntent.FlawOf(intent) is { } flaw)
            throw intentLines!.Error($"expected the intent of {tokenLines.Name}:{tokenLines.LineNumber}, found {flaw}");
        sentences.SetIntent(intent);
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
