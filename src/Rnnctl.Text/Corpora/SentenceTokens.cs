namespace Rnnctl.Text.Corpora;

/// <summary>The tokens of one sentence, as positions in a buffer's text. Valid until the buffer changes.</summary>
public readonly ref struct SentenceTokens
{
    private readonly ReadOnlySpan<char> _text;
    private readonly ReadOnlySpan<(int Start, int Length)> _places, _features;
    private readonly ReadOnlySpan<long> _lines;

    internal SentenceTokens(
        ReadOnlySpan<char> text,
        ReadOnlySpan<(int Start, int Length)> places,
        ReadOnlySpan<(int Start, int Length)> features,
        ReadOnlySpan<long> lines)
    {
        _features = features;
        _text = text;
        _places = places;
        _lines = lines;
    }

    /// <summary>The number of tokens; 0 for an empty line.</summary>
    public int Count => _places.Length;

    /// <summary>A token.</summary>
    public ReadOnlySpan<char> this[int token] => _text.Slice(_places[token].Start, _places[token].Length);

    /// <summary>The number of a token's line in the input, from 1.</summary>
    public long LineOf(int token) => _lines[token];

    /// <summary>The tokens as strings of their own.</summary>
    public string[] ToStrings()
    {
        string[] tokens = new string[Count];
        for (int token = 0; token < tokens.Length; token++) tokens[token] = this[token].ToString();
        return tokens;
    }

    /// <summary>A range of the tokens, with their features.</summary>
    public SentenceTokens Slice(int first, int count)
    {
        int features = Count == 0 ? 0 : _features.Length / Count;
        return new SentenceTokens(_text, _places.Slice(first, count), _features.Slice(first * features, count * features), _lines.Slice(first, count));
    }

    /// <summary>A feature of a token.</summary>
    public ReadOnlySpan<char> Feature(int feature, int token)
    {
        (int start, int length) = _features[(token * (_features.Length / Count)) + feature];
        return _text.Slice(start, length);
    }
}
