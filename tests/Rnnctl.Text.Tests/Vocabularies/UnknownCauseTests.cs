using Rnnctl.Text.Corpora;
using Rnnctl.Text.Subwords;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Vocabularies;

public sealed class UnknownCauseTests
{
    [Fact]
    public void Unknown_symbols_are_counted_with_their_words()
    {
        UnknownSymbols counts = Count(Words("the cat"), "the dog saw the <s>", "cat", "", "a dog </s>");
        Assert.Equal((9, 6, 2), (counts.Symbols, counts.Unknown, counts.FrameWords));
        Assert.Equal(6.0 / 9, counts.Share);
        Assert.Equal([("dog", 2), ("saw", 1)], counts.Commonest(2));
    }

    [Fact]
    public void Tokens_of_a_corpus_are_counted()
    {
        LabelledCorpus corpus = new();
        foreach (string token in "the cat the dog".Split(' ')) corpus.Add(token, "O");
        corpus.EndSentence();
        UnknownSymbols counts = UnknownSymbols.Of(corpus, Words("the"));
        Assert.Equal((4, 2), (counts.Symbols, counts.Unknown));
        Assert.Equal([("cat", 1), ("dog", 1)], counts.Words);
    }

    [Fact]
    public void Segments_are_symbols_and_words_are_named_as_written()
    {
        BytePairEncoding merges = BytePairEncoding.Learn([("low", 5)], 2);
        UnknownSymbols counts = new(new TextEncoder(Words("low l@@ o@@ w"), merges));
        foreach (string word in "low lower".Split(' ')) counts.AddWord(word);
        Assert.Equal([("lower", 1)], counts.Words);
        Assert.False(counts.ReadsWholeWords);
    }

    [Theory]
    [InlineData("the cat sat", "The Cat SAT the", "no capital letter")]
    [InlineData("the 0000 cat", "1998 2001 the", "no digit but 0")]
    [InlineData("the cat", "the, cat. (the)", "divide words and punctuation")]
    [InlineData("l@@ ow s@@ it", "low sit slow", "lists segments of words")]
    [InlineData("▁the ▁cat s", "the cats", "pieces of sentencepiece")]
    [InlineData("the cat", "ein Hund bellt", "is the vocabulary of this language")]
    public void Likeliest_cause_is_told(string vocabulary, string text, string cause)
    {
        UnknownCause? found = UnknownCause.Find(Count(Words(vocabulary), [.. Enumerable.Repeat(text, 10)]), other: null);
        Assert.Contains(cause, found!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Vocabularies_that_are_swapped_are_told()
    {
        UnknownSymbols source = Count(Words("the cat"), [.. Enumerable.Repeat("die Katze", 10)]);
        UnknownSymbols target = Count(Words("die Katze"), [.. Enumerable.Repeat("the cat", 10)]);
        Assert.Contains("swapped", UnknownCause.Find(source, target)!.Text, StringComparison.Ordinal);
        Assert.Contains("swapped", UnknownCause.Find(target, source)!.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 30)] // A third of the words of a test text may be unknown.
    [InlineData(1, 9)] // Few words say nothing.
    public void Healthy_text_has_no_cause(int known, int lines)
    {
        string[] text = [.. Enumerable.Repeat(string.Join(' ', Enumerable.Repeat("the cat", known)) + " hund", lines)];
        Assert.Null(UnknownCause.Find(Count(Words("the cat"), text), other: null));
    }

    private static Vocabulary Words(string words)
    {
        SymbolCounts counts = new();
        counts.AddWords(words);
        return Vocabulary.ForSequences(counts, new VocabularySelection());
    }

    private static UnknownSymbols Count(Vocabulary vocabulary, params string[] lines)
    {
        UnknownSymbols counts = new(new TextEncoder(vocabulary, subwords: null));
        List<int> ids = [];
        foreach (string line in lines) counts.Encode(line, ids);
        return counts;
    }
}
