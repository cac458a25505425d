using Rnnctl.Text.Corpora;
using Rnnctl.Text.Subwords;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Vocabularies;

/// <summary>Vocabularies that grow by the symbols of other data.</summary>
public sealed class VocabularyGrowthTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void New_symbols_follow_the_old_ones_by_falling_count()
    {
        var known = Vocabulary.ForTokens(Words("the dog the"), new VocabularySelection());
        Vocabulary grown = known.GrownBy(Words("a cat sees the cat and a dog and a bird <unk>"), new VocabularySelection());
        Assert.Equal(["<unk>", "the", "dog", "a", "cat", "and", "sees", "bird"], grown.Symbols);
        Assert.Equal((2, 0), (grown.Find("dog"), grown.Find("fish")));
        Assert.Equal(["<unk>", "the", "dog"], known.Symbols);
    }

    [Fact]
    public void The_options_count_new_symbols_only()
    {
        var known = Vocabulary.ForTokens(Words("the dog"), new VocabularySelection());
        SymbolCounts words = Words("the the the a a cat cat bird dog");
        Assert.Equal(["<unk>", "the", "dog", "a", "cat"], known.GrownBy(words, new VocabularySelection(MinCount: 2)).Symbols);
        Assert.Equal(["<unk>", "the", "dog", "a"], known.GrownBy(words, new VocabularySelection(MaxSize: 1)).Symbols);
    }

    [Fact]
    public void New_symbols_are_normalised_as_the_old_ones_are()
    {
        var known = Vocabulary.ForTokens(Words("the"), new VocabularySelection(Normalizer: new TokenNormalizer(Lowercase: true, DigitsToZero: true)));
        Assert.Equal(["<unk>", "the", "cat", "00"], known.GrownBy(Words("The CAT cat 12"), new VocabularySelection()).Symbols);
    }

    [Fact]
    public void The_frame_of_sequences_stays_at_the_beginning()
    {
        var known = new TextEncoder(Vocabulary.ForSequences(Words("b a"), new VocabularySelection()), subwords: null);
        Assert.Equal(["<unk>", "<s>", "</s>", "b", "a", "c"], known.GrownBy(Words("</s> <s> <unk> c a"), new VocabularySelection()).Vocabulary.Symbols);
    }

    [Fact]
    public void Segments_of_words_stay_as_they_are()
    {
        var subwords = BytePairEncoding.Learn([("low", 3L), ("lower", 2L)], merges: 2);
        var known = new TextEncoder(Vocabulary.ForSequences(Words("low").Segmented(subwords), new VocabularySelection()), subwords);
        Assert.Same(known, known.GrownBy(Words("wide"), new VocabularySelection()));
        Assert.Same(known, known.GrownBy(Text("wide\n"), new VocabularySelection()));
    }

    [Fact]
    public void A_text_adds_words_or_characters()
    {
        PlainText text = Text("ab b\nb cc\n");
        var words = new TextEncoder(Vocabulary.ForSequences(Words("ab"), new VocabularySelection()), subwords: null);
        Assert.Equal(["<unk>", "<s>", "</s>", "ab", "b", "cc"], words.GrownBy(text, new VocabularySelection()).Vocabulary.Symbols);
        var characters = TextEncoder.OfCharacters(Vocabulary.ForCharacterSequences(Words("a"), new VocabularySelection()));
        Assert.Equal(["<unk>", "<s>", "</s>", "<space>", "a", "b", "c"], characters.GrownBy(text, new VocabularySelection()).Vocabulary.Symbols);
    }

    private static SymbolCounts Words(string line)
    {
        var counts = new SymbolCounts();
        counts.AddWords(line);
        return counts;
    }

    private PlainText Text(string text) => PlainText.Of([_folder.Write("text", text)]);
}
