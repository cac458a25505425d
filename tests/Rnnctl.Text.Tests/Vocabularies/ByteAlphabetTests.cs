using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Vocabularies;

/// <summary>Spellings, by the ids that bilm-tf's UnicodeCharsVocabulary gives.</summary>
public class ByteAlphabetTests
{
    [Fact]
    public void A_word_is_its_bytes_between_symbols_and_then_as_much_padding_as_the_widest_window_reads()
    {
        Assert.Equal([258, 'a', 259, 260], Spell("a", widest: 1));
        Assert.Equal([258, 0xc3, 0xa9, 't', 0xc3, 0xa9, 259, 260, 260, 260], Spell("été", widest: 3));
        Assert.Equal([258, 0xf0, 0x9f, 0x98, 0x80, 259, 260, 260], Spell("😀", widest: 2));
    }

    [Theory]
    [InlineData(43, 50)]
    [InlineData(44, 50)]
    [InlineData(48, 50)]
    [InlineData(1000, 50)]
    [InlineData(42, 49)]
    public void A_long_word_is_cut_to_50_symbols(int letters, int expected)
    {
        List<int> ids = Spell(new string('x', letters), widest: 5);
        Assert.Equal(expected, ids.Count);
        Assert.Equal(Math.Min(letters, 48), ids.Count(id => id == 'x'));
        Assert.Equal(Math.Min(letters, 48) + 1, ids.IndexOf(259));
    }

    [Fact]
    public void A_cut_within_a_character_keeps_its_first_bytes()
    {
        List<int> ids = Spell(new string('x', 47) + "😀", widest: 5);
        Assert.Equal(0xf0, ids[48]);
        Assert.Equal(259, ids[49]);
        Assert.Equal(50, ids.Count);
    }

    [Fact]
    public void A_sentences_begin_and_end_have_symbols_of_their_own()
    {
        List<int> begin = [], end = [];
        ByteAlphabet.SpellBegin(widest: 2, begin);
        ByteAlphabet.SpellEnd(widest: 2, end);
        Assert.Equal([258, 256, 259, 260, 260], begin);
        Assert.Equal([258, 257, 259, 260, 260], end);
    }

    private static List<int> Spell(string word, int widest)
    {
        List<int> ids = [];
        ByteAlphabet.Spell(word, widest, ids);
        return ids;
    }
}
