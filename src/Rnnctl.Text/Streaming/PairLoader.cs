using System.Runtime.InteropServices;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Streaming;

/// <summary>Reads the pairs of a batch from their files and encodes them. It allocates nothing once its memory is large enough.</summary>
/// <param name="pairs">The pairs.</param>
/// <param name="source">Makes the words of a source to symbols.</param>
/// <param name="target">The same for targets.</param>
internal sealed class PairLoader(StreamedPairs pairs, TextEncoder source, TextEncoder target) : ISentenceLoader<EncodedPairs>
{
    private readonly EncodedPairs _loaded = new(new EncodedSentences(), new EncodedSentences());
    private readonly SentenceLines _lines = new();
    private readonly List<int> _ids = [];
    private readonly LoadedNumbers _numbers = new();

    /// <inheritdoc/>
    public EncodedPairs Load(ReadOnlySpan<int> sentences, out ReadOnlySpan<int> numbers)
    {
        _loaded.Sources.Clear();
        _loaded.Targets.Clear();
        foreach (int pair in sentences) Read(pairs.Parts[pairs.Parts.Of(pair)], pairs.Index[pair]);
        numbers = _numbers.Take(sentences);
        return _loaded;
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> SourceNumbers => _numbers.Sources;

    private void Read(StreamedPart part, IndexedSentence pair)
    {
        _lines.Seek(part, pair);
        ReadOnlySpan<char> line = Line(part, 0);
        int tab = part.HasTwoFiles ? line.Length : Math.Max(0, line.IndexOf('\t'));
        ReadOnlySpan<char> from = line[..tab];
        ReadOnlySpan<char> to = part.HasTwoFiles ? Line(part, 1) : line[Math.Min(tab + 1, line.Length)..];
        var check = new TextCheck();
        check.Add(from);
        check.Add(to);
        if (check.Sum != pair.Check) throw part.Changed();
        _ids.Clear();
        source.Encode(from, _ids);
        _ids.Add(source.EndId);
        _loaded.Sources.Add(CollectionsMarshal.AsSpan(_ids));
        _ids.Clear();
        target.Encode(to, _ids);
        _loaded.Targets.Add(CollectionsMarshal.AsSpan(_ids));
    }

    private ReadOnlySpan<char> Line(StreamedPart part, int file)
    {
        try
        {
            _ = _lines[file].TryRead(out ReadOnlySpan<char> line);
            return line;
        }
        catch (InputException)
        {
            throw part.Changed();
        }
    }
}
