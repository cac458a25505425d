using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Streaming;

/// <summary>Some labelled sentences: first their text and places, then what was counted in them.</summary>
/// <param name="features">How many features each token has.</param>
internal sealed class LabelledChunk(int features) : ITextChunk
{
    private readonly LabelledCorpus _corpus = new(features);

    /// <summary>Token, label and features of each token, and after each sentence its intent, or an empty string.</summary>
    public ChunkText Text { get; } = new();

    /// <summary>The sentences; their checks are there after the counting.</summary>
    public List<IndexedSentence> Sentences { get; } = [];

    /// <summary>The counts, after the counting.</summary>
    public CorpusCounts Counts { get; private set; } = new(features);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Digest => Text.Digest;

    /// <inheritdoc/>
    public void Count()
    {
        Text.Rewind();
        _corpus.Clear();
        for (int sentence = 0; sentence < Sentences.Count; sentence++)
        {
            var check = new TextCheck();
            for (int token = 0; token < Sentences[sentence].FirstLength; token++) AddToken(ref check);
            _ = Text.Read();
            _corpus.EndSentence();
            Sentences[sentence] = Sentences[sentence] with { Check = check.Sum };
        }

        Counts = CorpusCounts.Of(_corpus);
    }

    /// <summary>Empties it; keeps the memory.</summary>
    public void Clear()
    {
        Text.Clear();
        Sentences.Clear();
    }

    private void AddToken(ref TextCheck check)
    {
        ReadOnlySpan<char> token = Text.Read(), label = Text.Read();
        check.Add(token);
        check.Add(label);
        _corpus.Add(token, label);
        for (int feature = 0; feature < features; feature++)
        {
            ReadOnlySpan<char> value = Text.Read();
            check.Add(value);
            _corpus.AddFeature(feature, value);
        }
    }
}
