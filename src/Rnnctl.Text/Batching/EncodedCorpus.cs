using System.Runtime.InteropServices;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Batching;

/// <summary>Sentences as a model reads them: ids of its vocabularies instead of tokens and labels.</summary>
public sealed class EncodedCorpus : ISentenceSource<EncodedCorpus>
{
    private readonly Vocabulary _tokenVocabulary;
    private readonly List<int> _tokenIds = [];
    private readonly List<int> _labelIds = [];
    private readonly List<int> _sentence = [];
    private readonly List<int> _starts = [0];
    private readonly IReadOnlyList<Vocabulary> _featureVocabularies;
    private readonly List<int>[] _featureIds;
    private readonly DescribedWords? _described;
    private readonly SentenceWords? _words;
    private readonly List<int> _intentIds = [];
    private readonly bool _isComplete;

    /// <summary>An empty corpus for sentences without labels; fill it with <see cref="Add(SentenceTokens)"/>.</summary>
    /// <param name="tokens">The vocabulary of tokens.</param>
    /// <param name="characters">The vocabulary of characters, if the model reads the words' characters; else null.</param>
    /// <param name="features">The vocabulary of each of the tokens' features; null for none.</param>
    /// <param name="withWords">Whether the words are also kept as written.</param>
    /// <param name="wordFeatures">The features of the tokens' spelling, which follow the others; null for none.</param>
    public EncodedCorpus(
        Vocabulary tokens, Vocabulary? characters = null, IReadOnlyList<Vocabulary>? features = null, bool withWords = false,
        WordFeatures? wordFeatures = null)
        : this(tokens, characters, features, withWords, wordFeatures, new SymbolTable())
    {
    }

    /// <summary>Encodes the sentences of a labelled corpus.</summary>
    /// <param name="corpus">The sentences.</param>
    /// <param name="tokens">The vocabulary of tokens.</param>
    /// <param name="labels">The vocabulary of labels; a label that it does not have becomes -1.</param>
    /// <param name="characters">The vocabulary of characters, if the model reads the words' characters; else null.</param>
    /// <param name="features">The vocabulary of each of the tokens' features; null for none.</param>
    /// <param name="withWords">Whether the words are also kept as written.</param>
    /// <param name="wordFeatures">The features of the tokens' spelling, which follow the others; null for none.</param>
    /// <param name="intents">The vocabulary of intents, if the model tells them; an intent that it does not have becomes -1. Else null.</param>
    public EncodedCorpus(
        LabelledCorpus corpus, Vocabulary tokens, Vocabulary labels, Vocabulary? characters = null, IReadOnlyList<Vocabulary>? features = null,
        bool withWords = false, WordFeatures? wordFeatures = null, Vocabulary? intents = null)
        : this(tokens, characters, features, withWords, wordFeatures, corpus.TokenSymbols)
    {
        (HasLabels, _isComplete) = (true, true);
        int[] tokenIds = tokens.MapFrom(corpus.TokenSymbols);
        int[] labelIds = labels.MapFrom(corpus.LabelSymbols);
        _tokenIds.EnsureCapacity(corpus.Tokens);
        _labelIds.EnsureCapacity(corpus.Tokens);
        foreach (string word in corpus.TokenSymbols.Symbols)
        {
            Spellings?.Add(word);
            _described?.Add(word);
        }

        for (int sentence = 0; sentence < corpus.Sentences; sentence++)
        {
            AddMapped(corpus.TokensOf(sentence), tokenIds, _tokenIds);
            AddMapped(corpus.LabelsOf(sentence), labelIds, _labelIds);
            _words?.Add(corpus.TokensOf(sentence));
            foreach (int word in corpus.TokensOf(sentence)) AddWordFeatures(word);
            _starts.Add(_tokenIds.Count);
        }

        for (int feature = 0; feature < _featureVocabularies.Count; feature++) AddFeature(corpus, feature);
        UnseenLabels = _labelIds.Count(label => label < 0);
        if (intents is not null && corpus.HasIntents) AddIntents(corpus, intents);
    }

    private EncodedCorpus(
        Vocabulary tokens, Vocabulary? characters, IReadOnlyList<Vocabulary>? features, bool withWords, WordFeatures? wordFeatures, SymbolTable words)
    {
        _described = wordFeatures is { Count: > 0 } ? new DescribedWords(wordFeatures) : null;
        _words = withWords || characters is not null || _described is not null ? new SentenceWords(words) : null;
        if (withWords) Words = _words;
        _tokenVocabulary = tokens;
        _featureVocabularies = features ?? [];
        _featureIds = [.. Enumerable.Range(0, _featureVocabularies.Count + (wordFeatures?.Count ?? 0)).Select(_ => new List<int>())];
        Spellings = characters is null ? null : new WordSpellings(characters);
    }

    /// <summary>Whether the sentences have labels.</summary>
    public bool HasLabels { get; private init; }

    /// <summary>The number of tokens whose label is not in the vocabulary: their label id is -1.</summary>
    public int UnseenLabels { get; }

    /// <summary>Whether the sentences have intents.</summary>
    public bool HasIntents { get; private set; }

    /// <summary>The number of sentences whose intent is not in the vocabulary: their intent's id is -1.</summary>
    public int UnseenIntents => _intentIds.Count(intent => intent < 0);

    /// <summary>The number of features of each token, those of its spelling last.</summary>
    public int Features => _featureIds.Length;

    /// <summary>The characters of each distinct word; null if the model does not read them.</summary>
    public WordSpellings? Spellings { get; }

    /// <summary>The words as written, if they are kept; else null.</summary>
    public SentenceWords? Words { get; }

    /// <summary>The number of distinct words that are known by more than their id; 0 if the model reads no more.</summary>
    internal int DistinctWords => _words?.Symbols.Count ?? 0;

    /// <summary>Start of each sentence among all tokens, then the end of the last one: <c>[sentences + 1]</c>.</summary>
    internal ReadOnlySpan<int> Starts => CollectionsMarshal.AsSpan(_starts);

    /// <summary>The number of sentences.</summary>
    public int Sentences => _starts.Count - 1;

    /// <summary>The total number of tokens.</summary>
    public int Tokens => _tokenIds.Count;

    /// <summary>The number of tokens of a sentence; it can be 0 in a corpus without labels.</summary>
    public int LengthOf(int sentence) => _starts[sentence + 1] - _starts[sentence];

    /// <summary>The position of a sentence's first token among all tokens.</summary>
    public int StartOf(int sentence) => _starts[sentence];

    /// <summary>The ids of a sentence's tokens: <c>[tokens]</c>. Valid until something is added.</summary>
    public ReadOnlySpan<int> TokensOf(int sentence) => Slice(_tokenIds, sentence);

    /// <summary>The ids of a sentence's labels: <c>[tokens]</c>, -1 for a label that is not in the vocabulary; empty without labels.</summary>
    public ReadOnlySpan<int> LabelsOf(int sentence) => HasLabels ? Slice(_labelIds, sentence) : default;

    /// <summary>The id of a sentence's intent, -1 for one that is not in the vocabulary or where there are none.</summary>
    public int IntentOf(int sentence) => HasIntents ? _intentIds[sentence] : -1;

    /// <summary>The words of a sentence as numbers in <see cref="Spellings"/> and <see cref="Words"/>, <c>[tokens]</c>; empty without both.</summary>
    public ReadOnlySpan<int> WordsOf(int sentence) => _words is null ? default : _words.NumbersOf(sentence);

    /// <summary>The ids of one feature of a sentence's tokens: <c>[tokens]</c>.</summary>
    public ReadOnlySpan<int> FeaturesOf(int feature, int sentence) => Slice(_featureIds[feature], sentence);

    /// <inheritdoc/>
    public IEpochPlan NewPlan(BatchLimit limit) => new BatchPlan(this, limit);

    /// <inheritdoc/>
    public ISentenceLoader<EncodedCorpus> NewLoader() => new NoLoader<EncodedCorpus>(this);

    /// <inheritdoc/>
    public (int First, int Second) LengthsOf(int sentence) => (LengthOf(sentence), 0);

    /// <inheritdoc/>
    public string Digest() => CorpusDigest.Of(this);

    /// <summary>Removes all sentences; keeps the memory.</summary>
    /// <exception cref="InvalidOperationException">The corpus holds all sentences of a labelled one.</exception>
    public void Clear()
    {
        RequireIncomplete();
        ClearSentences();
        _words?.Clear();
        Spellings?.Clear();
        _described?.Clear();
    }

    /// <summary>Adds a sentence without labels. An empty sentence gets a number too, but is in no batch.</summary>
    /// <exception cref="InvalidOperationException">The corpus has labels.</exception>
    public void Add(SentenceTokens tokens)
    {
        RequireNoLabels();
        _sentence.Clear();
        for (int token = 0; token < tokens.Count; token++)
        {
            AddToken(tokens[token]);
            for (int feature = 0; feature < _featureVocabularies.Count; feature++) AddFeature(feature, tokens.Feature(feature, token));
        }

        _words?.Add(CollectionsMarshal.AsSpan(_sentence));
        _starts.Add(_tokenIds.Count);
    }

    /// <summary>Adds a sentence of tokens as they are, which may hold blanks, without labels and features.</summary>
    /// <param name="tokens">The tokens; there may be none.</param>
    /// <exception cref="InvalidOperationException">The corpus has labels, or features that are not of the tokens' spelling.</exception>
    public void Add(IEnumerable<string> tokens)
    {
        RequireNoLabels();
        if (_featureVocabularies.Count > 0) throw new InvalidOperationException("Features are missing.");
        _sentence.Clear();
        foreach (string token in tokens) AddToken(token);
        _words?.Add(CollectionsMarshal.AsSpan(_sentence));
        _starts.Add(_tokenIds.Count);
    }

    /// <summary>An empty corpus for sentences with labels, which are added token by token.</summary>
    internal static EncodedCorpus ForLabels(
        Vocabulary tokens, Vocabulary? characters, IReadOnlyList<Vocabulary> features, WordFeatures? wordFeatures, bool withIntents) =>
        new(tokens, characters, features, withWords: false, wordFeatures, new SymbolTable()) { HasLabels = true, HasIntents = withIntents };

    /// <summary>Removes all sentences, but keeps the words, so that those that come again need not be spelled again.</summary>
    internal void ClearSentences()
    {
        _tokenIds.Clear();
        _labelIds.Clear();
        _intentIds.Clear();
        _sentence.Clear();
        foreach (List<int> ids in _featureIds) ids.Clear();
        _words?.ClearSentences();
        _starts.RemoveRange(1, _starts.Count - 1);
    }

    /// <summary>Adds a token to the open sentence.</summary>
    internal void AddToken(ReadOnlySpan<char> token)
    {
        _tokenIds.Add(_tokenVocabulary.Find(token));
        if (_words is null) return;
        int word = NumberOf(token, _words);
        _sentence.Add(word);
        AddWordFeatures(word);
    }

    /// <summary>Adds a feature of the last token.</summary>
    internal void AddFeature(int feature, ReadOnlySpan<char> value) => _featureIds[feature].Add(_featureVocabularies[feature].Find(value));

    /// <summary>Completes the open sentence with the ids of its labels.</summary>
    internal void EndSentence(ReadOnlySpan<int> labels)
    {
        _labelIds.AddRange(labels);
        _words?.Add(CollectionsMarshal.AsSpan(_sentence));
        _sentence.Clear();
        _starts.Add(_tokenIds.Count);
    }

    /// <summary>Gives the last sentence its intent.</summary>
    internal void AddIntent(int intent) => _intentIds.Add(intent);

    private static void AddMapped(ReadOnlySpan<int> symbols, int[] ids, List<int> target)
    {
        foreach (int symbol in symbols)
        {
            target.Add(ids[symbol]);
        }
    }

    private void AddFeature(LabelledCorpus corpus, int feature)
    {
        int[] ids = _featureVocabularies[feature].MapFrom(corpus.FeatureSymbols[feature]);
        for (int sentence = 0; sentence < corpus.Sentences; sentence++) AddMapped(corpus.FeaturesOf(feature, sentence), ids, _featureIds[feature]);
    }

    private void AddIntents(LabelledCorpus corpus, Vocabulary intents)
    {
        HasIntents = true;
        int[] ids = intents.MapFrom(corpus.IntentSymbols);
        for (int sentence = 0; sentence < corpus.Sentences; sentence++) _intentIds.Add(ids[corpus.IntentOf(sentence)]);
    }

    private int NumberOf(ReadOnlySpan<char> token, SentenceWords words)
    {
        int number = words.Symbols.Add(token);
        if (number == Spellings?.Count) Spellings.Add(token);
        if (number == _described?.Count) _described.Add(token);
        return number;
    }

    private void AddWordFeatures(int word)
    {
        if (_described is null) return;
        for (int feature = 0; feature < _described.Features; feature++) _featureIds[_featureVocabularies.Count + feature].Add(_described[word, feature]);
    }

    private void RequireNoLabels()
    {
        if (HasLabels)
        {
            throw new InvalidOperationException("Labels are missing.");
        }
    }

    private void RequireIncomplete()
    {
        if (_isComplete)
        {
            throw new InvalidOperationException("A corpus with labels is complete.");
        }
    }

    private ReadOnlySpan<int> Slice(List<int> values, int sentence) =>
        CollectionsMarshal.AsSpan(values).Slice(_starts[sentence], LengthOf(sentence));
}
