using System.Runtime.InteropServices;

namespace Rnnctl.Text.Corpora;

/// <summary>
/// Sentences whose tokens have labels, held as numbers: eight bytes per token, four per sentence, and every distinct string once.
/// Every sentence has one token or more.
/// </summary>
public sealed class LabelledCorpus : ILabelledSentences
{
    private readonly List<int> _tokens, _labels, _starts;
    private readonly List<int>[] _features;
    private readonly List<int> _intents = [];
    private int _openIntent = -1;

    /// <summary>An empty corpus.</summary>
    /// <param name="features">How many features each token has.</param>
    public LabelledCorpus(int features = 0)
    {
        (_tokens, _labels, _starts, TokenSymbols, LabelSymbols) = ([], [], [0], new(), new());
        _features = [.. Enumerable.Range(0, features).Select(_ => new List<int>())];
        FeatureSymbols = [.. Enumerable.Range(0, features).Select(_ => new SymbolTable())];
    }

    private LabelledCorpus(LabelledCorpus tokens, SymbolTable labelSymbols, List<int> labels)
    {
        (_tokens, _labels, _starts, TokenSymbols, LabelSymbols) = (tokens._tokens, labels, tokens._starts, tokens.TokenSymbols, labelSymbols);
        (_features, FeatureSymbols) = (tokens._features, tokens.FeatureSymbols);
        (_intents, IntentSymbols) = (tokens._intents, tokens.IntentSymbols);
    }

    /// <summary>The distinct tokens, as written.</summary>
    public SymbolTable TokenSymbols { get; }

    /// <summary>The distinct labels.</summary>
    public SymbolTable LabelSymbols { get; }

    /// <summary>The distinct values of each feature: <c>[features]</c>.</summary>
    public IReadOnlyList<SymbolTable> FeatureSymbols { get; }

    /// <summary>The distinct intents.</summary>
    public SymbolTable IntentSymbols { get; } = new();

    /// <summary>Whether the sentences have intents.</summary>
    public bool HasIntents => _intents.Count > 0;

    /// <summary>The number of complete sentences.</summary>
    public int Sentences => _starts.Count - 1;

    /// <summary>The total number of tokens.</summary>
    public int Tokens => _tokens.Count;

    /// <summary>The number of tokens of the open sentence so far.</summary>
    internal int OpenTokens => _tokens.Count - _starts[^1];

    /// <summary>The symbols of a sentence's tokens: <c>[tokens]</c>, ids in <see cref="TokenSymbols"/>. Valid until something is
    /// added.</summary>
    public ReadOnlySpan<int> TokensOf(int sentence) => Slice(_tokens, sentence);

    /// <summary>The symbols of a sentence's labels: <c>[tokens]</c>, ids in <see cref="LabelSymbols"/>. Valid until something is
    /// added.</summary>
    public ReadOnlySpan<int> LabelsOf(int sentence) => Slice(_labels, sentence);

    /// <summary>The symbols of one feature of a sentence's tokens: <c>[tokens]</c>, ids in its table. Valid until something is added.</summary>
    public ReadOnlySpan<int> FeaturesOf(int feature, int sentence) => Slice(_features[feature], sentence);

    /// <summary>The symbol of a sentence's intent, an id in <see cref="IntentSymbols"/>.</summary>
    public int IntentOf(int sentence) => _intents[sentence];

    /// <summary>How many tokens a sentence has.</summary>
    public int LengthOf(int sentence) => _starts[sentence + 1] - _starts[sentence];

    /// <summary>Adds a token with its label to the open sentence.</summary>
    public void Add(ReadOnlySpan<char> token, ReadOnlySpan<char> label)
    {
        _tokens.Add(TokenSymbols.Add(token));
        _labels.Add(LabelSymbols.Add(label));
    }

    /// <summary>Adds a feature of the last token.</summary>
    public void AddFeature(int feature, ReadOnlySpan<char> value) => _features[feature].Add(FeatureSymbols[feature].Add(value));

    /// <summary>Gives the open sentence its intent. Either all sentences have one or none.</summary>
    public void SetIntent(ReadOnlySpan<char> intent) => _openIntent = IntentSymbols.Add(intent);

    /// <summary>Completes the open sentence; does nothing if it has no token.</summary>
    public void EndSentence()
    {
        if (OpenTokens > 0)
        {
            _starts.Add(_tokens.Count);
            if (_openIntent >= 0) _intents.Add(_openIntent);
            _openIntent = -1;
        }
    }

    /// <summary>Removes all sentences and symbols; keeps the memory.</summary>
    internal void Clear()
    {
        foreach (List<int> values in (List<int>[])[_tokens, _labels, _intents, .. _features]) values.Clear();
        foreach (SymbolTable symbols in (SymbolTable[])[TokenSymbols, LabelSymbols, IntentSymbols, .. FeatureSymbols]) symbols.Clear();
        _starts.RemoveRange(1, Sentences);
    }

    /// <summary>Drops the tokens of the open sentence.</summary>
    internal void DropOpenSentence()
    {
        _openIntent = -1;
        foreach (List<int> values in (List<int>[])[_tokens, _labels, .. _features]) values.RemoveRange(_starts[^1], Math.Max(0, values.Count - _starts[^1]));
    }

    /// <summary>How often each token symbol appears: <c>[symbols]</c>.</summary>
    public long[] CountTokenSymbols()
    {
        long[] counts = new long[TokenSymbols.Count];
        foreach (int token in CollectionsMarshal.AsSpan(_tokens))
        {
            counts[token]++;
        }

        return counts;
    }

    /// <summary>How often each symbol of a feature appears: <c>[symbols]</c>.</summary>
    public long[] CountFeatureSymbols(int feature)
    {
        long[] counts = new long[FeatureSymbols[feature].Count];
        foreach (int symbol in CollectionsMarshal.AsSpan(_features[feature])) counts[symbol]++;
        return counts;
    }

    /// <summary>The labels of the tokens, each once. The table may hold more: labels that were only predicted.</summary>
    public IEnumerable<string> DistinctLabels() => _labels.Distinct().Select(label => LabelSymbols[label]);

    /// <summary>A copy with other labels, <c>[tokens]</c>, ids in <paramref name="symbols"/>. It shares the tokens: add no more to this corpus.</summary>
    internal LabelledCorpus WithLabels(SymbolTable symbols, IEnumerable<int> labels) => new(this, symbols, [.. labels]);

    private ReadOnlySpan<int> Slice(List<int> values, int sentence) =>
        CollectionsMarshal.AsSpan(values).Slice(_starts[sentence], LengthOf(sentence));
}
