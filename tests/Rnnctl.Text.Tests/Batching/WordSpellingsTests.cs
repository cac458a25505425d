using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Batching;

public sealed class WordSpellingsTests
{
    // A Chinese character; an emoji with a skin tone; a family of four joined by zero-width joiners; a flag; e with a combining acute accent.
    private const string Elements = "我👍🏽👨‍👩‍👧‍👦🇹🇼e\u0301";

    [Theory]
    [InlineData("我", 1)]
    [InlineData("👍🏽", 1)]
    [InlineData("👨‍👩‍👧‍👦", 1)]
    [InlineData("🇹🇼", 1)]
    [InlineData("e\u0301", 1)]
    [InlineData("각", 1)]
    [InlineData("naïve", 5)]
    [InlineData(Elements, 5)]
    public void A_character_is_a_text_element_of_Unicode(string word, int characters)
    {
        WordSpellings spellings = new(CharactersOf(Elements, Elements));
        spellings.Add(word);
        Assert.Equal(characters, spellings[0].Length);
    }

    [Fact]
    public void Words_are_spelled_in_the_order_of_adding_and_new_characters_are_unknown()
    {
        Vocabulary characters = CharactersOf("abba", "ab", "我我");
        WordSpellings spellings = new(characters);
        spellings.Add("ba我");
        spellings.Add("xa");
        Assert.Equal(2, spellings.Count);
        Assert.Equal(["b", "a", "我"], Names(characters, spellings[0]));
        Assert.Equal(["<unk>", "a"], Names(characters, spellings[1]));
        spellings.Clear();
        Assert.Equal(0, spellings.Count);
        spellings.Add("b");
        Assert.Equal(["b"], Names(characters, spellings[0]));
    }

    [Fact]
    public void A_very_long_word_is_cut()
    {
        Vocabulary characters = CharactersOf("ab", "ab");
        WordSpellings spellings = new(characters);
        spellings.Add(new string('a', WordSpellings.MostCharacters) + new string('b', 1000));
        spellings.Add("b");
        Assert.Equal(Enumerable.Repeat("a", WordSpellings.MostCharacters), Names(characters, spellings[0]));
        Assert.Equal(["b"], Names(characters, spellings[1]));
    }

    [Fact]
    public void An_empty_word_is_one_unknown_character()
    {
        WordSpellings spellings = new(CharactersOf("ab", "ab"));
        spellings.Add("");
        Assert.Equal([0], spellings[0].ToArray());
    }

    private static Vocabulary CharactersOf(params string[] tokens) => Vocabulary.ForCharacters(Sentences.Labelled([string.Join(' ', tokens)]));

    private static IEnumerable<string> Names(Vocabulary characters, ReadOnlySpan<int> ids) => ids.ToArray().Select(id => characters[id]);
}
