namespace Rnnctl.Text.Corpora;

/// <summary>Reads a file of translations, one a line.</summary>
public static class TranslationLines
{
    /// <summary>Reads a file. Ignores extra blank lines at its end.</summary>
    /// <param name="file">The path.</param>
    /// <param name="sentences">The number of sentences.</param>
    /// <exception cref="InputException">The file can't be read or has another number of lines.</exception>
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
