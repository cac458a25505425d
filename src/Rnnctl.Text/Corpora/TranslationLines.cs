namespace Rnnctl.Text.Corpora;

/// <summary>Reads somebody's translations, a line each.</summary>
public static class TranslationLines
{
    /// <summary>Reads a file. Blank lines at its end that are more than there are sentences count for nothing.</summary>
    /// <param name="file">The path.</param>
    /// <param name="sentences">How many sentences were translated.</param>
    /// <exception cref="InputException">The file can't be read, or has another number of lines.</exception>
    public static IReadOnlyList<string> Read(string file, int sentences)
    {
        using LineReader reader = LineReader.Open(file);
        List<string> lines = [];
        long last = 0;
        while (reader.TryRead(out ReadOnlySpan<char> line))
        {
            if (!Blanks.Trim(line).IsEmpty) last = reader.LineNumber;
            if (lines.Count < sentences) lines.Add(line.ToString());
        }

        long found = Math.Max(last, lines.Count);
        return found == sentences ? lines : throw new InputException($"{file}: expected {sentences} translations, a line each, found {found}");
    }
}
