using Rnnctl.Text.Corpora;
using Rnnctl.Text.Subwords;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Vocabularies;

public sealed class TextEncoderTests
{
    private static readonly BytePairEncoding Subwords = BytePairEncoding.Of(["#version: 0.2", "a b</w>", "0 0"], "merges");

    [Fact]
    public void Words_are_encoded_and_decoded()
    {
        TextEncoder encoder = EncoderOf("b b a", default, null);
        Assert.Equal((0, 1, 2), (encoder.UnknownId, encoder.BeginId, encoder.EndId));
        Assert.Equal([4, 3, 0, 3], IdsOf(encoder, " a b\tnew  b "));
        Assert.Equal([], IdsOf(encoder, " "));
        Assert.Equal(["a", "b", "new"], encoder.Symbols(" a b\tnew "));
        Assert.Equal("a b <unk>", encoder.Decode([1, 4, 3, 0, 2]));
        Assert.Equal("", encoder.Decode([1, 2]));
        Assert.Equal("a new@@ b", encoder.Decode((string[])["a", "new@@", "b"]));
    }

    [Fact]
    public void Ids_are_appended()
    {
        List<int> ids = [7];
        EncoderOf("b a", default, null).Encode("a", ids);
        Assert.Equal([7, 4], ids);
    }

    [Fact]
    public void Words_are_normalised_segmented_and_joined()
    {
        TextEncoder encoder = EncoderOf("Ab x19c", new TokenNormalizer(true, true), Subwords);
        Assert.Equal(["<unk>", "<s>", "</s>", "ab", "x@@", "00@@", "c"], encoder.Vocabulary.Symbols);
        Assert.Equal([3, 4, 5, 6, 0, 3], IdsOf(encoder, "aB X20C Y ab"));
        Assert.Equal("ab x00c", encoder.Decode(IdsOf(encoder, "AB X98C").ToArray()));
    }

    [Fact]
    public void Symbols_are_the_written_ones_one_for_each_id()
    {
        TextEncoder encoder = EncoderOf("Ab x19c", new TokenNormalizer(true, true), Subwords);
        Assert.Equal(["aB", "X@@", "20@@", "C", "😀@@", "Q"], encoder.Symbols("aB X20C 😀Q"));
        Assert.Equal(6, IdsOf(encoder, "aB X20C 😀Q").Count);
        Assert.Equal("aB X20C 😀Q", encoder.Decode(encoder.Symbols("aB X20C 😀Q")));
    }

    [Fact]
    public void Words_are_counted_in_symbols_on_both_sides()
    {
        TextEncoder segments = EncoderOf("Ab x19c", new TokenNormalizer(true, true), Subwords), words = EncoderOf("a", default, null);
        Assert.Equal([new("aB", 1), new("X20C", 3), new("@@", 2)], segments.Words(" aB  X20C @@"));
        Assert.Equal([new("x00c", 3), new("ab", 1), new("<unk>", 1), new("x", 1)], segments.Words(["x@@", "00@@", "c", "ab", "<unk>", "x@@"]));
        Assert.Equal([new("a@@", 1), new("b", 1)], words.Words("a@@ b"));
        Assert.Equal([new("a@@", 1), new("b", 1)], words.Words(["a@@", "b"]));
        Assert.Empty(segments.Words(" "));
        Assert.Empty(segments.Words((string[])[]));
    }

    [Fact]
    public void A_token_that_equals_a_frame_symbol_is_unknown()
    {
        TextEncoder encoder = EncoderOf("<s> a </s> <unk> <S> a", new TokenNormalizer(true, false), null);
        Assert.Equal(["<unk>", "<s>", "</s>", "a"], encoder.Vocabulary.Symbols);
        Assert.Equal([0, 3, 0, 0, 0], IdsOf(encoder, "<s> a </s> <unk> </S>"));
        Assert.Equal(["<s>", "a", "</S>"], encoder.Symbols("<s> a </S>"));
    }

    [Fact]
    public void A_segment_that_equals_a_frame_symbol_is_unknown()
    {
        BytePairEncoding subwords = BytePairEncoding.Learn([("<s>", 4), ("x<s>", 2)], 2);
        TextEncoder encoder = EncoderOf("x<s> <s>", default, subwords);
        Assert.Equal(["<unk>", "<s>", "</s>", "x@@"], encoder.Vocabulary.Symbols);
        Assert.Equal([3, 0, 0], IdsOf(encoder, "x<s> <s>"));
    }

    [Fact]
    public void Characters_are_text_elements_with_one_blank_between_two_words()
    {
        TextEncoder encoder = CharactersOf("ab a");
        Assert.Equal(["<unk>", "<s>", "</s>", "<space>", "a", "b"], encoder.Vocabulary.Symbols);
        Assert.Equal([4, 5, 3, 0, 3, 0, 4], IdsOf(encoder, "  ab \t\u00a0\u0301  \U0001F469\u200D\U0001F469a "));
        Assert.Equal(["a", "b", "<space>", "\u00a0\u0301", "<space>", "\U0001F469\u200D\U0001F469", "a"],
            encoder.Symbols("  ab \t\u00a0\u0301  \U0001F469\u200D\U0001F469a "));
        Assert.Equal([new("ab", 2), new("<s>", 3)], encoder.Words("ab <s>"));
        Assert.Equal("ab <unk>a", encoder.Decode([1, 4, 5, 3, 0, 4, 2]));
        Assert.Equal("", encoder.Decode([1, 2]));
    }

    [Fact]
    public void Characters_are_normalised()
    {
        TextEncoder encoder = CharactersOf("A9 b", new TokenNormalizer(true, true));
        Assert.Equal(["<unk>", "<s>", "</s>", "<space>", "a", "0", "b"], encoder.Vocabulary.Symbols);
        Assert.Equal([6, 5, 3, 4], IdsOf(encoder, "B1 A"));
    }

    [Theory]
    [InlineData("words", new[] { 3, 4, 0, 0, 0 }, "0-0 1-1 2-2 3-3 4-4")]
    [InlineData("segments", new[] { 3, 4, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 4, 6 }, "0-0 1-3 4-4 5-11 12-13")]
    [InlineData("characters", new[] { 5, 6, 3, 7, 4, 4, 8, 3, 0, 3, 0, 0, 0, 0, 0, 3, 5, 3, 7, 8 }, "0-1 3-6 8-8 10-16 18-19")]
    public void Each_word_of_a_sentence_knows_its_symbols(string unit, int[] expected, string ranges)
    {
        TextEncoder encoder = unit switch
        {
            "words" => EncoderOf("ab x00c", default, null),
            "segments" => EncoderOf("ab x00c", default, Subwords),
            _ => CharactersOf("ab x00c"),
        };
        List<int> ids = [];
        List<SymbolRange> found = [];
        encoder.EncodeWords(["ab", "x00c", "", "(new) a", "xc"], ids, found);
        Assert.Equal(ranges, string.Join(' ', found.Select(range => $"{range.First}-{range.Last}")));
        Assert.Equal(expected, ids);
    }

    [Fact]
    public void A_vocabulary_without_a_frame_is_an_error()
    {
        Assert.Throws<ArgumentException>(() => new TextEncoder(Vocabulary.ForTokens(new LabelledCorpus(), new VocabularySelection()), null));
        Assert.Throws<ArgumentException>(() => TextEncoder.OfCharacters(Vocabulary.ForSequences(new SymbolCounts(), new VocabularySelection())));
    }

    private static List<int> IdsOf(TextEncoder encoder, string line)
    {
        List<int> ids = [];
        encoder.Encode(line, ids);
        return ids;
    }

    private static TextEncoder CharactersOf(string text, TokenNormalizer normalizer = default)
    {
        SymbolCounts characters = new();
        foreach (string word in text.Split(' ')) characters.AddCharacters(word);
        return TextEncoder.OfCharacters(Vocabulary.ForCharacterSequences(characters, new VocabularySelection(Normalizer: normalizer)));
    }

    private static TextEncoder EncoderOf(string text, TokenNormalizer normalizer, BytePairEncoding? subwords)
    {
        SymbolCounts words = new();
        words.AddWords(text);
        SymbolCounts symbols = words.Normalized(normalizer);
        symbols = subwords is null ? symbols : symbols.Segmented(subwords);
        return new TextEncoder(Vocabulary.ForSequences(symbols, new VocabularySelection(Normalizer: normalizer)), subwords);
    }
}
