using System.Text;

namespace Rnnctl.Text.Vocabularies;

/// <summary>
/// The alphabet in which Peters et al. 2018 spell words: the 256 bytes of UTF-8, then the symbols for the begin and end of a sentence, the begin and end of a
/// word, and padding. It needs no vocabulary and has no unknown characters.
/// </summary>
public static class ByteAlphabet
{
    /// <summary>The number of symbols.</summary>
    public const int Count = 261;

    /// <summary>The most symbols of a word; longer words are cut to 48 bytes between the symbols for begin and end.</summary>
    public const int MostSymbols = 50;

    private const int BeginSentence = 256, EndSentence = 257, BeginWord = 258, EndWord = 259, Padding = 260;
    private const int MostBytes = MostSymbols - 2;

    // Of a character that is cut, one more is needed to encode its first bytes.
    private const int MostCharacters = MostBytes + 1;

    /// <summary>Appends the spelling of a word to a list.</summary>
    /// <param name="word">The word.</param>
    /// <param name="widest">
    /// The widest window over symbols that is read. A word is padded until no further window would differ from one that is there, which gives the same largest
    /// values as padding to all 50 symbols.
    /// </param>
    /// <param name="ids">Receives the ids.</param>
    public static void Spell(ReadOnlySpan<char> word, int widest, List<int> ids)
    {
        Span<byte> bytes = stackalloc byte[3 * MostCharacters];
        int count = Encoding.UTF8.GetBytes(word[..Math.Min(word.Length, MostCharacters)], bytes);
        int start = ids.Count;
        ids.Add(BeginWord);
        foreach (byte one in bytes[..Math.Min(count, MostBytes)]) ids.Add(one);
        End(widest, ids, start);
    }

    /// <summary>Appends the spelling of a sentence's begin symbol.</summary>
    public static void SpellBegin(int widest, List<int> ids) => SpellFrame(BeginSentence, widest, ids);

    /// <summary>Appends the spelling of a sentence's end symbol.</summary>
    public static void SpellEnd(int widest, List<int> ids) => SpellFrame(EndSentence, widest, ids);

    private static void SpellFrame(int symbol, int widest, List<int> ids)
    {
        int start = ids.Count;
        ids.Add(BeginWord);
        ids.Add(symbol);
        End(widest, ids, start);
    }

    /// <summary>The last window that counts is the first one that holds padding alone.</summary>
    private static void End(int widest, List<int> ids, int start)
    {
        ids.Add(EndWord);
        int end = Math.Min(ids.Count + widest, start + MostSymbols);
        while (ids.Count < end) ids.Add(Padding);
    }
}
