using System.Runtime.InteropServices;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Streaming;

/// <summary>Reads labelled sentences of a batch from their files and encodes them. It allocates next to nothing once its memory is large enough.</summary>
internal sealed class CorpusLoader : ISentenceLoader<EncodedCorpus>, ILabelledSentences
{
    // Words whose characters and features are known already; a text has ever new ones.
    private const int MostWords = 1 << 16;

    private readonly StreamedCorpus _source;
    private readonly EncodedCorpus _loaded;
    private readonly LearntLabels _learnt;
    private readonly int[] _intents;
    private readonly SentenceLines _lines = new();
    private readonly ILabelledReader?[] _readers;
    private readonly List<int> _labels = [];
    private readonly LoadedNumbers _numbers = new();
    private TextCheck _check;
    private int _openTokens;

    /// <summary>A loader of a corpus' sentences.</summary>
    /// <param name="source">The corpus.</param>
    /// <param name="loaded">Receives the sentences.</param>
    /// <param name="learnt">Makes labels to ids.</param>
    /// <param name="intents">The id of each intent of the corpus, which the index tells; empty if the model tells no intents.</param>
    public CorpusLoader(StreamedCorpus source, EncodedCorpus loaded, LearntLabels learnt, int[] intents)
    {
        (_source, _loaded, _learnt, _intents) = (source, loaded, learnt, intents);
        _readers = new ILabelledReader?[source.Parts.Count];
    }

    /// <inheritdoc/>
    public int Sentences => _loaded.Sentences;

    /// <inheritdoc/>
    public EncodedCorpus Load(ReadOnlySpan<int> sentences, out ReadOnlySpan<int> numbers)
    {
        if (_loaded.DistinctWords > MostWords) _loaded.Clear();
        else _loaded.ClearSentences();
        foreach (int sentence in sentences) Read(_source.Parts.Of(sentence), _source.Index[sentence]);
        numbers = _numbers.Take(sentences);
        return _loaded;
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> SourceNumbers => _numbers.Sources;

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<char> token, ReadOnlySpan<char> label)
    {
        _check.Add(token);
        _check.Add(label);
        _openTokens++;
        _loaded.AddToken(token);
        _labels.Add(_learnt.Find(label));
    }

    /// <inheritdoc/>
    public void AddFeature(int feature, ReadOnlySpan<char> value)
    {
        _check.Add(value);
        _loaded.AddFeature(feature, value);
    }

    /// <inheritdoc/>
    public void EndSentence()
    {
        if (_openTokens == 0) return;
        _loaded.EndSentence(_learnt.Of(CollectionsMarshal.AsSpan(_labels)));
        _openTokens = 0;
        _labels.Clear();
    }

    private void Read(int number, IndexedSentence sentence)
    {
        StreamedPart part = _source.Parts[number];
        int before = _loaded.Sentences;
        _lines.Seek(part, sentence);
        ILabelledReader reader = _readers[number] ??= part.Reader!.Again(_lines[0], _lines[1]);
        reader.Resume(sentence.FirstOffset);
        _check = default;
        try
        {
            reader.Read(this);
        }
        catch (InputException)
        {
            throw part.Changed();
        }

        if (_check.Sum != sentence.Check || _loaded.Sentences != before + 1 || _loaded.LengthOf(before) != sentence.FirstLength) throw part.Changed();
        if (_intents.Length > 0) _loaded.AddIntent(_intents[sentence.Intent]);
    }
}
