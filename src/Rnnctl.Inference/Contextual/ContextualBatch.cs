using Rnnctl.Inference.Batches;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Contextual;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Contextual;

/// <summary>
/// The sentences of a model's batch as the symbols of a language model that learns with it. It is filled again and again and allocates nothing once it is
/// large enough.
/// </summary>
internal sealed class ContextualBatch
{
    private readonly TrainedLanguageModel _model;
    private readonly EncodedWords _sentences;
    private readonly SentenceBatch _batch;
    private readonly WordRows _rows = new();
    private readonly Func<SpelledWords>? _spelledWords;
    private readonly List<string> _sentence = [];
    private int[] _chosen = [];

    /// <summary>Creates an empty batch for a language model.</summary>
    public ContextualBatch(TrainedLanguageModel model)
    {
        _model = model;
        _sentences = model.NewSentences();
        _batch = new SentenceBatch(_sentences, model.Architecture.Direction);
        if (_sentences.Written is not null) _spelledWords = () => _batch.Words;
    }

    /// <summary>An empty batch for the same language model.</summary>
    public ContextualBatch WithOwnMemory() => new(_model);

    /// <summary>The symbols of the batch's sentences; valid until the next filling.</summary>
    public ContextualSymbols Symbols => new(_batch.Packed.TokenIds, _batch.Steps, _rows.Rows) { Words = _spelledWords };

    /// <summary>Reads a batch in place of the one that is here. Its words stay in their order: the sentences come with the most words first.</summary>
    /// <param name="words">All sentences.</param>
    /// <param name="batch">The numbers of those of the batch, most words first; each has a word.</param>
    public void Fill(SentenceWords words, ReadOnlySpan<int> batch)
    {
        _sentences.Clear();
        foreach (int sentence in batch)
        {
            _sentence.Clear();
            words.Read(sentence, _sentence);
            _sentences.Add(_sentence);
        }

        ReadOnlySpan<int> chosen = Chosen(batch.Length);
        _batch.Fill(chosen, numbers: batch);
        _rows.Fill(_sentences, _batch.Packed, chosen);
    }

    /// <summary>The numbers of all sentences.</summary>
    private ReadOnlySpan<int> Chosen(int count)
    {
        if (_chosen.Length < count) _chosen = [.. Enumerable.Range(0, 2 * count)];
        return _chosen.AsSpan(0, count);
    }
}
