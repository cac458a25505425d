namespace Rnnctl.Text.Vocabularies;

/// <summary>Changes a token before it is looked up in the vocabulary. The length of a token never changes.</summary>
/// <param name="Lowercase">Letters become lower case by Unicode's simple mapping, independent of the locale.</param>
/// <param name="DigitsToZero">Every decimal digit (Unicode category Nd within the basic plane) becomes <c>0</c>: <c>1998</c> is
/// <c>0000</c>.</param>
public readonly record struct TokenNormalizer(bool Lowercase, bool DigitsToZero)
{
    /// <summary>Returns the normalised token.</summary>
    public string Apply(string token)
    {
        Span<char> buffer = token.Length <= 256 ? stackalloc char[256] : new char[token.Length];
        return Apply(token, buffer) is var normalised && normalised.SequenceEqual(token) ? token : normalised.ToString();
    }

    /// <summary>Returns the normalised token, in <paramref name="buffer"/>, or the token itself if there is nothing to
    /// do.</summary>
    /// <param name="token">The token as written.</param>
    /// <param name="buffer">At least as long as the token.</param>
    /// <exception cref="ArgumentException">The buffer is too short.</exception>
    public ReadOnlySpan<char> Apply(ReadOnlySpan<char> token, Span<char> buffer)
    {
        if (!Lowercase && !DigitsToZero)
        {
            return token;
        }

        token.CopyTo(buffer);
        Span<char> normalised = buffer[..token.Length];
        if (Lowercase)
        {
            token.ToLowerInvariant(normalised);
        }

        if (DigitsToZero)
        {
            ZeroDigits(normalised);
        }

        return normalised;
    }

    private static void ZeroDigits(Span<char> token)
    {
        foreach (ref char character in token)
        {
            character = char.IsDigit(character) ? '0' : character;
        }
    }
}
