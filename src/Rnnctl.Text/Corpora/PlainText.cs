using System.Runtime.InteropServices;

namespace Rnnctl.Text.Corpora;

/// <summary>Plain text, a sentence a line, its words separated by blanks. It is held in memory, four bytes a word.</summary>
public sealed class PlainText
{
    private readonly List<int> _words = [];
    private readonly List<int> _starts = [0];

    private PlainText()
    {
    }

    /// <summary>The different words, in the order of first appearance.</summary>
    public SymbolTable Symbols { get; } = new();

    /// <summary>The number of sentences.</summary>
    public int Sentences => _starts.Count - 1;

    /// <summary>The number of words.</summary>
    public int Words => _words.Count;

    /// <summary>Reads files, one after the other. Blank lines are skipped.</summary>
    /// <exception cref="InputException">A file can't be read, is not UTF-8 text, or has no sentence.</exception>
    public static PlainText Read(IReadOnlyList<string> files)
    {
        PlainText text = new();
        foreach (string file in files)
        {
            using LineReader lines = LineReader.Open(file);
            text.Add(lines);
        }

        return text;
    }

    /// <summary>The words of a sentence, as numbers in <see cref="Symbols"/>; at least one.</summary>
    public ReadOnlySpan<int> this[int sentence] => CollectionsMarshal.AsSpan(_words)[_starts[sentence].._starts[sentence + 1]];

    /// <summary>How often each of <see cref="Symbols"/> occurs.</summary>
    public long[] CountSymbols()
    {
        long[] counts = new long[Symbols.Count];
        foreach (int word in _words) counts[word]++;
        return counts;
    }

    private void Add(LineReader lines)
    {
        int before = Sentences;
        while (lines.TryRead(out ReadOnlySpan<char> line))
        {
            foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line)) _words.Add(Symbols.Add(word));
            if (_words.Count > _starts[^1]) _starts.Add(_words.Count);
        }

        if (Sentences == before)
            throw new InputException($"{lines.Name}: expected sentences, one a line, found {(lines.LineNumber == 0 ? "an empty file" : "blank lines only")}");
    }
}
