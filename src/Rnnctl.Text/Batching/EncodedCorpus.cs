using System.Runtime.InteropServices;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Batching;

/// <summary>Sentences as a model sees them: ids of its vocabularies in place of tokens and labels.</summary>
public sealed class EncodedCorpus
{
    private readonly Vocabulary _tokenVocabulary;
    private readonly List<int> _tokenIds = [];
    private readonly List<int> _labelIds = [];
    private readonly List<int> _wordIds = [];
    private readonly List<int> _starts = [0];
    private readonly IReadOnlyList<Vocabulary> _featureVocabularies;
    private readonly List<int>[] _featureIds;
    private readonly SymbolTable _words = new();

    /// <summary>An empty corpus of sentences without labels, to be filled with <see cref="Add"/>.</summary>
    /// <param name="tokens">The vocabulary of tokens.</param>
    /// <param name="characters">The vocabulary of characters, where words are to be spelled too.</param>
    /// <param name="features">The vocabulary of each of the tokens' features; null for none.</param>
    public EncodedCorpus(Vocabulary tokens, Vocabulary? characters = null, IReadOnlyList<Vocabulary>? features = null)
    {
        _tokenVocabulary = tokens;
        _featureVocabularies = features ?? [];
        _featureIds = [.. _featureVocabularies.Select(_ => new List<int>())];
        Spellings = characters is null ? null : new WordSpellings(characters);
    }

    /// <summary>The sentences of a labelled corpus.</summary>
    /// <param name="corpus">The sentences.</param>
    /// <param name="tokens">The vocabulary of tokens.</param>
    /// <param name="labels">The vocabulary of labels; a label that it hasn't got becomes -1.</param>
    /// <param name="characters">The vocabulary of characters, where words are to be spelled too.</param>
    /// <param name="features">The vocabulary of each of the tokens' features; null for none.</param>
    public EncodedCorpus(
        LabelledCorpus corpus, Vocabulary tokens, Vocabulary labels, Vocabulary? characters = null, IReadOnlyList<Vocabulary>? features = null)
        : this(tokens, characters, features)
    {
        HasLabels = true;
        int[] tokenIds = tokens.MapFrom(corpus.TokenSymbols);
        int[] labelIds = labels.MapFrom(corpus.LabelSymbols);
        _tokenIds.EnsureCapacity(corpus.Tokens);
        _labelIds.EnsureCapacity(corpus.Tokens);
        for (int sentence = 0; sentence < corpus.Sentences; sentence++)
        {
            AddMapped(corpus.TokensOf(sentence), tokenIds, _tokenIds);
            AddMapped(corpus.LabelsOf(sentence), labelIds, _labelIds);
            if (Spellings is not null) _wordIds.AddRange(corpus.TokensOf(sentence));
            _starts.Add(_tokenIds.Count);
        }

        for (int feature = 0; feature < Features; feature++) AddFeature(corpus, feature);
        foreach (string word in corpus.TokenSymbols.Symbols) Spellings?.Add(word);
        UnseenLabels = _labelIds.Count(label => label < 0);
    }

    /// <summary>Whether the sentences have labels.</summary>
    public bool HasLabels { get; }

    /// <summary>How many tokens have a label that the vocabulary hasn't got, and so the id -1.</summary>
    public int UnseenLabels { get; }

    /// <summary>How many features each token has.</summary>
    public int Features => _featureIds.Length;

    /// <summary>How the words are spelled, each distinct one once; null where they are not.</summary>
    public WordSpellings? Spellings { get; }

    /// <summary>Where each sentence's tokens start among all, and where the last one's end.</summary>
    internal ReadOnlySpan<int> Starts => CollectionsMarshal.AsSpan(_starts);

    /// <summary>How many sentences there are.</summary>
    public int Sentences => _starts.Count - 1;

    /// <summary>How many tokens there are in all.</summary>
    public int Tokens => _tokenIds.Count;

    /// <summary>How many tokens a sentence has; 0 is possible where there are no labels.</summary>
    public int LengthOf(int sentence) => _starts[sentence + 1] - _starts[sentence];

    /// <summary>The place of a sentence's first token among all tokens.</summary>
    public int StartOf(int sentence) => _starts[sentence];

    /// <summary>The ids of a sentence's tokens: <c>[tokens]</c>. Good until something is added.</summary>
    public ReadOnlySpan<int> TokensOf(int sentence) => Slice(_tokenIds, sentence);

    /// <summary>The ids of a sentence's labels: <c>[tokens]</c>, -1 for one that training never saw; empty without labels.</summary>
    public ReadOnlySpan<int> LabelsOf(int sentence) => HasLabels ? Slice(_labelIds, sentence) : default;

    /// <summary>The words of a sentence, as they are written, by their numbers in <see cref="Spellings"/>: <c>[tokens]</c>; empty where words are not
    /// spelled.</summary>
    public ReadOnlySpan<int> WordsOf(int sentence) => Spellings is null ? default : Slice(_wordIds, sentence);

    /// <summary>The ids of one feature of a sentence's tokens: <c>[tokens]</c>.</summary>
    public ReadOnlySpan<int> FeaturesOf(int feature, int sentence) => Slice(_featureIds[feature], sentence);

    /// <summary>Forgets the sentences and keeps the memory.</summary>
    /// <exception cref="InvalidOperationException">The corpus has labels.</exception>
    public void Clear()
    {
        RequireNoLabels();
        _tokenIds.Clear();
        _wordIds.Clear();
        foreach (List<int> ids in _featureIds) ids.Clear();
        _words.Clear();
        Spellings?.Clear();
        _starts.RemoveRange(1, _starts.Count - 1);
    }

    /// <summary>Adds a sentence without labels; one with no token keeps its number, and no batch holds it.</summary>
    /// <exception cref="InvalidOperationException">The corpus has labels.</exception>
    public void Add(SentenceTokens tokens)
    {
        RequireNoLabels();
        for (int token = 0; token < tokens.Count; token++)
        {
            _tokenIds.Add(_tokenVocabulary.Find(tokens[token]));
            if (Spellings is not null) AddWord(Spellings, tokens[token]);
            for (int feature = 0; feature < Features; feature++) _featureIds[feature].Add(_featureVocabularies[feature].Find(tokens.Feature(feature, token)));
        }

        _starts.Add(_tokenIds.Count);
    }

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

    private void AddWord(WordSpellings spellings, ReadOnlySpan<char> token)
    {
        int word = _words.Add(token);
        if (word == spellings.Count) spellings.Add(token);
        _wordIds.Add(word);
    }

    private void RequireNoLabels()
    {
        if (HasLabels)
        {
            throw new InvalidOperationException("A corpus with labels is complete.");
        }
    }

    private ReadOnlySpan<int> Slice(List<int> values, int sentence) =>
        CollectionsMarshal.AsSpan(values).Slice(_starts[sentence], LengthOf(sentence));
}
