using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Vocabularies;

/// <summary>Features of words' spelling and their vocabularies.</summary>
public class WordFeaturesTests
{
    [Fact]
    public void Features_are_named_in_the_order_of_models()
    {
        var selection = new WordFeatureSelection(Shape: true, Affixes: 2);
        Assert.Equal(["shape", "prefix_1", "prefix_2", "suffix_1", "suffix_2"], selection.Features.Select(feature => feature.Name));
        Assert.Equal(["shapes", "prefixes_1", "prefixes_2", "suffixes_1", "suffixes_2"], selection.Features.Select(feature => feature.Vocabulary));
        Assert.Equal(5, selection.Count);
        Assert.Equal(11, WordFeatureSelection.All.Count);
        Assert.Empty(default(WordFeatureSelection).Features);
    }

    [Theory]
    [InlineData("walking", "w wa wal", "g ng ing")]
    [InlineData("ab", "a ab ab", "b ab ab")]
    [InlineData("e\u0301te\u0301", "e\u0301 e\u0301t e\u0301te\u0301", "e\u0301 te\u0301 e\u0301te\u0301")]
    [InlineData("👍🏽我", "👍🏽 👍🏽我 👍🏽我", "我 👍🏽我 👍🏽我")]
    public void Affixes_are_of_text_elements_and_short_words_are_their_own(string word, string prefixes, string suffixes)
    {
        WordFeatures features = Of(new WordFeatureSelection(Shape: false, Affixes: 3), default, word, word);
        List<int> ids = [];
        features.Find(word, ids);
        Assert.Equal($"{prefixes} {suffixes}".Split(' '), features.Vocabularies.Zip(ids, (values, id) => values[id]));
    }

    [Fact]
    public void Values_that_appear_once_are_unknown()
    {
        WordFeatures features = Of(new WordFeatureSelection(Shape: true, Affixes: 1), default, "Bob", "bill", "Ann", "x1");
        Assert.Equal(["<unk>", "Xxx"], features.Vocabularies[0].Symbols);
        Assert.Equal(["<unk>", "b"], features.Vocabularies[1].Symbols);
        Assert.Equal(["<unk>"], features.Vocabularies[2].Symbols);
        Assert.Equal([1, 1, 0], IdsOf(features, "Barbara"));
        Assert.Equal([0, 0, 0], IdsOf(features, "<unk>"));
        Assert.Equal([0, 0, 0], IdsOf(features, ""));
    }

    [Fact]
    public void Shape_is_of_the_written_word_and_affixes_are_lowercased_with_the_digits_of_tokens()
    {
        WordFeatures kept = Of(new WordFeatureSelection(Shape: true, Affixes: 2), default, "AB12", "ab12", "AB12");
        Assert.Equal(["<unk>", "XXdd"], kept.Vocabularies[0].Symbols);
        Assert.Equal(["<unk>", "ab"], kept.Vocabularies[2].Symbols);
        Assert.Equal(["<unk>", "12"], kept.Vocabularies[4].Symbols);
        Assert.Equal([0, 0, 0, 1, 1], IdsOf(kept, "z12"));
        WordFeatures zeroed = Of(new WordFeatureSelection(Shape: true, Affixes: 2), new TokenNormalizer(Lowercase: false, DigitsToZero: true), "AB12", "ab34");
        Assert.Equal(["<unk>", "00"], zeroed.Vocabularies[4].Symbols);
        Assert.Equal([0, 0, 0, 1, 1], IdsOf(zeroed, "z99"));
    }

    [Fact]
    public void Values_with_control_characters_are_left_out()
    {
        WordFeatures features = Of(new WordFeatureSelection(Shape: true, Affixes: 1), default, "\u0085a", "\u0085a");
        Assert.Equal(["<unk>"], features.Vocabularies[0].Symbols);
        Assert.Equal(["<unk>"], features.Vocabularies[1].Symbols);
        Assert.Equal(["<unk>", "a"], features.Vocabularies[2].Symbols);
    }

    [Fact]
    public void Vocabularies_grow_at_their_ends()
    {
        WordFeatures features = Of(new WordFeatureSelection(Shape: true, Affixes: 1), default, "ab", "ab").GrownBy(Counts("Cd", "cd", "Cd", "ab", "Z"));
        Assert.Equal(["<unk>", "xx", "Xx"], features.Vocabularies[0].Symbols);
        Assert.Equal(["<unk>", "a", "c"], features.Vocabularies[1].Symbols);
        Assert.Equal(["<unk>", "b", "d"], features.Vocabularies[2].Symbols);
    }

    [Fact]
    public void Finding_allocates_nothing()
    {
        WordFeatures features = Of(WordFeatureSelection.All, default, "walking", "Walking");
        var ids = new List<int>(64);
        features.Find("talking", ids);
        Assert.Equal(0, AllocatedBytes.Of(() => features.Find("Talking", ids)));
    }

    private static int[] IdsOf(WordFeatures features, string word)
    {
        List<int> ids = [];
        features.Find(word, ids);
        return [.. ids];
    }

    private static WordFeatures Of(WordFeatureSelection selection, TokenNormalizer ofTokens, params string[] words) =>
        WordFeatures.Of(selection, Counts(words), ofTokens);

    private static SymbolCounts Counts(params string[] words)
    {
        var counts = new SymbolCounts();
        foreach (string word in words) counts.Add(word, 1);
        return counts;
    }
}
