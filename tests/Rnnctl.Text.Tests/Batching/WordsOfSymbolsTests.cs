using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Batching;

/// <summary>The words of packed sources whose symbols are segments of words.</summary>
public sealed class WordsOfSymbolsTests
{
    [Fact]
    public void Each_segment_is_of_its_word_and_the_end_symbol_of_none()
    {
        // Packed, the sources are [a a a e], [b c d e], [e]; their words [b c d], [aaa].
        EncodedSentences sources = Of("aaa", "", "b c d");
        var batch = new PairBatch();
        batch.FillSources(sources, [0, 1, 2]);
        Assert.Equal([0, 2, 1], batch.PairOfSource.ToArray());
        Assert.Equal([2, 0], batch.SourceWords.Layout.Order.ToArray());
        Assert.Equal([1, 0, 4, 1, 2, 1, 3, 4, 4], batch.SourceWords.WordOfSymbol.ToArray());
        batch.FillSources(sources, [1]);
        Assert.Equal([0], batch.SourceWords.WordOfSymbol.ToArray());
        Assert.Equal(0, batch.SourceWords.Layout.Sequences);
    }

    [Fact]
    public void Every_symbol_of_random_batches_finds_its_word()
    {
        Random random = new(53);
        string[] sentences = [.. Enumerable.Range(0, 60).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(6)).Select(_ => Word(random))))];
        EncodedSentences sources = Of(sentences);
        var batch = new PairBatch();
        for (int time = 0; time < 50; time++)
        {
            batch.FillSources(sources, random.GetItems([.. Enumerable.Range(0, sentences.Length)], random.Next(1, 20)));
            for (int place = 0; place < batch.SourceLengths.Length; place++) Require(batch, sentences[batch.PairOfSource[place]], place);
        }
    }

    [Fact]
    public void Filling_again_allocates_nothing()
    {
        EncodedSentences sources = Of("ab c", "d", "efg hi j");
        var batch = new PairBatch();
        batch.FillSources(sources, [0, 1, 2]);
        Assert.Equal(0, AllocatedBytes.Of(() => batch.FillSources(sources, [2, 0, 1])));
    }

    [Fact]
    public void Words_after_the_last_symbol_that_is_kept_are_left_out()
    {
        var words = new SegmentedSentences();
        words.Add([new SegmentedWord("ab", 2), new SegmentedWord("cde", 3), new SegmentedWord("f", 1)], most: 4);
        words.Add([new SegmentedWord("ab", 2)], most: 4);
        Assert.Equal([2, 2], words.SymbolsOf(0).ToArray());
        Assert.Equal([2], words.SymbolsOf(1).ToArray());
        Assert.Equal(["ab", "cde"], words.Written.Symbols.Symbols);
        List<string> read = [];
        words.Written.Read(0, read);
        Assert.Equal(["ab", "cde"], read);
    }

    /// <summary>Follows the symbols of a source, each one letter, to the places of their words.</summary>
    private static void Require(PairBatch batch, string sentence, int place)
    {
        PackedLayout layout = batch.SourceWords.Layout;
        string[] words = sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int symbol = 0;
        for (int word = 0; word < words.Length; word++)
        {
            for (int letter = 0; letter < words[word].Length; letter++, symbol++)
            {
                int row = RowOf(symbol), wordPlace = row - layout.StepOffsets[word];
                Assert.InRange(row, layout.StepOffsets[word], layout.StepOffsets[word + 1] - 1);
                Assert.Equal(batch.PairOfSource[place], layout.Order[wordPlace]);
            }
        }

        Assert.Equal(layout.Rows, RowOf(symbol));
        Assert.Equal(batch.SourceLengths[place], symbol + 1);

        int RowOf(int step) => batch.SourceWords.WordOfSymbol.Span[batch.SourceLengths.ToArray().Sum(length => Math.Min(length, step)) + place];
    }

    private static string Word(Random random) => new((char)('a' + random.Next(26)), random.Next(1, 5));

    /// <summary>Sources whose symbols are letters, each with an end symbol.</summary>
    private static EncodedSentences Of(params string[] sentences)
    {
        var sources = new EncodedSentences { Words = new SegmentedSentences() };
        foreach (string sentence in sentences)
        {
            string[] words = sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            int symbols = words.Sum(word => word.Length);
            sources.Words.Add([.. words.Select(word => new SegmentedWord(word, word.Length))], symbols);
            sources.Add(new int[symbols + 1]);
        }

        return sources;
    }
}
