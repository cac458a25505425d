namespace Rnnctl.Text.Vocabularies;

/// <summary>The first and the last characters of words, which are text elements of Unicode. A word with fewer is its own affix.</summary>
internal static class WordAffix
{
    /// <summary>The first <paramref name="characters"/> characters.</summary>
    public static ReadOnlySpan<char> Prefix(ReadOnlySpan<char> word, int characters) => word[..LengthOf(word, characters)];

    /// <summary>The last <paramref name="characters"/> characters.</summary>
    public static ReadOnlySpan<char> Suffix(ReadOnlySpan<char> word, int characters)
    {
        int count = 0;
        TextElements.Elements elements = TextElements.Of(word);
        while (elements.MoveNext()) count++;
        return word[LengthOf(word, count - characters)..];
    }

    /// <summary>The length of the first characters in UTF-16; 0 for none or fewer.</summary>
    private static int LengthOf(ReadOnlySpan<char> word, int characters)
    {
        int length = 0;
        foreach (ReadOnlySpan<char> character in TextElements.Of(word))
        {
            if (characters-- <= 0) break;
            length += character.Length;
        }

        return length;
    }
}
