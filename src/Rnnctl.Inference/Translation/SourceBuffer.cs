using System.Runtime.InteropServices;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Translation;

/// <summary>A portion of the lines to translate, and their symbols. Each call of <see cref="Read"/> replaces the portion.</summary>
/// <param name="text">How a line becomes symbols, and whether its words are kept too.</param>
public sealed class SourceBuffer(TranslatorText text)
{
    /// <summary>The most symbols of a line that are translated; more would only cost memory.</summary>
    public const int MostSymbols = 10_000;

    // Together with the portion's lines this bounds the memory that the translations and their attention take.
    private const int EnoughSymbols = 1 << 16;

    private readonly List<string> _lines = [];
    private readonly List<int> _ids = [];

    /// <summary>The lines, as they were read.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The number of the portion's first line in its input, from 1.</summary>
    public long FirstLine { get; private set; }

    /// <summary>The symbols of all lines that were ever read, and those that the vocabulary does not have.</summary>
    public UnknownSymbols Unknown { get; } = new(text.Source);

    /// <summary>The symbols of each line, followed by the end symbol; a blank line has none.</summary>
    public EncodedSentences Encoded { get; } = text.NewSources();

    /// <summary>
    /// Replaces the portion by the next lines: waits for one line, and adds the lines that have already arrived after it. So a filter answers at once on a slow
    /// input and works in batches on a fast one.
    /// </summary>
    /// <param name="lines">Where they are read.</param>
    /// <param name="maximum">The most lines of a portion.</param>
    /// <param name="cut">Called with the number of symbols of each line that has more than <see cref="MostSymbols"/>, right after it was read.</param>
    /// <param name="hasColumns">Whether a line may have a second column, the target, which is not read; the first line may name the columns.</param>
    /// <param name="adding">Called with each line before it joins the portion; null for none. If it throws, the line does not join.</param>
    /// <returns>False at the end of the input.</returns>
    /// <exception cref="InputException">A line is not UTF-8 text, or has three columns or more.</exception>
    public bool Read(LineReader lines, int maximum, Action<int> cut, bool hasColumns = false, Action<string>? adding = null)
    {
        Clear();
        while (_lines.Count < maximum
            && Encoded.Tokens < EnoughSymbols
            && (_lines.Count == 0 || lines.HasBufferedLine)
            && lines.TryRead(out ReadOnlySpan<char> line))
        {
            if (hasColumns && lines.LineNumber == 1 && PairReader.IsHeader(line)) continue;
            string source = (hasColumns ? SourceOf(lines, line) : line).ToString();
            adding?.Invoke(source);
            if (_lines.Count == 0) FirstLine = lines.LineNumber;
            int symbols = Add(source);
            if (symbols > MostSymbols) cut(symbols);
        }

        return _lines.Count > 0;
    }

    private static ReadOnlySpan<char> SourceOf(LineReader lines, ReadOnlySpan<char> line)
    {
        int tabs = line.Count('\t');
        if (tabs > 1) throw lines.Error($"expected two tab-separated columns, source and target, found {tabs + 1}");
        return tabs == 0 ? line : line[..line.IndexOf('\t')];
    }

    private void Clear()
    {
        _lines.Clear();
        Encoded.Clear();
    }

    /// <summary>Adds a line and returns how many symbols it has.</summary>
    private int Add(string line)
    {
        Unknown.Encode(line, _ids);
        int symbols = _ids.Count;
        if (symbols > MostSymbols) _ids.RemoveRange(MostSymbols, symbols - MostSymbols);
        Encoded.Words?.Add(text.Source.Words(line), _ids.Count);
        if (symbols > 0) _ids.Add(text.Source.EndId);
        _lines.Add(line);
        Encoded.Add(CollectionsMarshal.AsSpan(_ids));
        return symbols;
    }
}
