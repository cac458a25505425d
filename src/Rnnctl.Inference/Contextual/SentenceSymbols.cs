using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Contextual;

/// <summary>
/// The sentences of a tagger's batch as the symbols of a language model. Forward, a sentence is its begin symbol and its own symbols; backward, its end symbol
/// and its own symbols from the last to the first. It is reused, and allocates nothing once it is large enough.
/// </summary>
/// <param name="text">How the language model reads words.</param>
/// <param name="direction">The direction in which it reads.</param>
/// <param name="written">For a language model that reads characters: gives the words numbers, which are the symbols then; null for others.</param>
internal sealed class SentenceSymbols(TextEncoder text, LanguageModelDirection direction, WrittenWords? written = null)
{
    private readonly TokenSpelling? _spelling = written is null ? null : new WordSpeller(written).Spell;
    private readonly PackedSteps _steps = new();
    private readonly List<int> _symbols = [], _firstSymbols = [], _firstWords = [];
    private readonly List<SymbolRange> _ranges = [];
    private readonly List<string> _sentence = [];
    private int[] _order = [], _lengths = [], _tokens = [], _rows = [];
    private int _words;

    /// <summary>The symbols of the batch's sentences; valid until the next batch.</summary>
    public ContextualSymbols Symbols => new(_tokens.AsMemory(0, Directions * _steps.Tokens), _steps, _rows.AsMemory(0, Directions * _words))
    {
        Spelling = _spelling,
    };

    private int Directions => direction == LanguageModelDirection.Both ? 2 : 1;

    /// <summary>The symbols of a language model.</summary>
    public static SentenceSymbols For(TrainedLanguageModel model) => new(
        model.Text, model.Architecture.Direction, TrainedLanguageModel.NewWords(model.Configuration.Architecture, model.Text));

    /// <summary>Reads a batch in place of the one that is here.</summary>
    /// <param name="corpus">The corpus, which keeps its words.</param>
    /// <param name="batch">The batch.</param>
    public void Fill(EncodedCorpus corpus, PackedBatch batch)
    {
        _words = batch.Tokens;
        Encode(corpus, batch);
        Pack(batch.Sentences);
        EnsureLength(ref _tokens, Directions * _steps.Tokens);
        EnsureLength(ref _rows, Directions * _words);
        for (int place = 0; place < batch.Sentences; place++)
        {
            if (direction != LanguageModelDirection.Backward) WriteForward(batch, place);
            if (direction != LanguageModelDirection.Forward) WriteBackward(batch, place);
        }
    }

    private static void EnsureLength(ref int[] array, int length)
    {
        if (array.Length < length) array = new int[2 * length];
    }

    private void Encode(EncodedCorpus corpus, PackedBatch batch)
    {
        _symbols.Clear();
        _ranges.Clear();
        _firstSymbols.Clear();
        _firstWords.Clear();
        foreach (int sentence in batch.Order)
        {
            _firstSymbols.Add(_symbols.Count);
            _firstWords.Add(_ranges.Count);
            _sentence.Clear();
            foreach (int word in corpus.WordsOf(sentence)) _sentence.Add(corpus.Words![word]);
            if (written is null) text.EncodeWords(_sentence, _symbols, _ranges);
            else Write(written);
        }

        _firstSymbols.Add(_symbols.Count);
    }

    private void Write(WrittenWords words)
    {
        foreach (string word in _sentence)
        {
            _ranges.Add(new SymbolRange(_symbols.Count, _symbols.Count));
            _symbols.Add(words.Add(word));
        }
    }

    /// <summary>Sorts the sentences by their symbols, most first; their words' order is that of the batch.</summary>
    private void Pack(int sentences)
    {
        EnsureLength(ref _order, sentences);
        EnsureLength(ref _lengths, sentences);
        for (int place = 0; place < sentences; place++) (_order[place], _lengths[place]) = (place, -SymbolsOf(place) - 1);
        Array.Sort(_lengths, _order, 0, sentences);
        for (int place = 0; place < sentences; place++) _lengths[place] = -_lengths[place];
        _steps.Assign(_lengths.AsSpan(0, sentences));
    }

    private int SymbolsOf(int sentence) => _firstSymbols[sentence + 1] - _firstSymbols[sentence];

    private void WriteForward(PackedBatch batch, int place)
    {
        int sentence = _order[place], first = _firstSymbols[sentence];
        _tokens[place] = text.BeginId;
        for (int step = 1; step < _lengths[place]; step++) _tokens[_steps.Offset(step) + place] = _symbols[first + step - 1];
        for (int word = 0; word < batch.Lengths[sentence]; word++)
        {
            int last = _ranges[_firstWords[sentence] + word].Last - first;
            _rows[batch.StepOffsets[word] + sentence] = _steps.Offset(last + 1) + place;
        }
    }

    private void WriteBackward(PackedBatch batch, int place)
    {
        int sentence = _order[place], first = _firstSymbols[sentence], count = _lengths[place] - 1;
        int tokens = (Directions - 1) * _steps.Tokens, rows = (Directions - 1) * _words;
        _tokens[tokens + place] = text.EndId;
        for (int step = 1; step <= count; step++) _tokens[tokens + _steps.Offset(step) + place] = _symbols[first + count - step];
        for (int word = 0; word < batch.Lengths[sentence]; word++)
        {
            int symbol = _ranges[_firstWords[sentence] + word].First - first;
            _rows[rows + batch.StepOffsets[word] + sentence] = _steps.Offset(count - symbol) + place;
        }
    }
}
