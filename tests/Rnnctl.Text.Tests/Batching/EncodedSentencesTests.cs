using Rnnctl.Text.Batching;

namespace Rnnctl.Text.Tests.Batching;

public sealed class EncodedSentencesTests
{
    [Fact]
    public void Sentences_keep_their_ids_and_lengths()
    {
        EncodedSentences sentences = new();
        sentences.Add([5, 6, 7]);
        sentences.Add([]);
        sentences.Add([8]);
        Assert.Equal((3, 4), (sentences.Count, sentences.Tokens));
        Assert.Equal([3, 0, 1], Enumerable.Range(0, 3).Select(sentences.LengthOf));
        Assert.Equal([5, 6, 7], sentences[0].ToArray());
        Assert.Empty(sentences[1].ToArray());
        Assert.Equal([8], sentences[2].ToArray());
    }

    [Fact]
    public void Filling_them_again_allocates_nothing()
    {
        EncodedSentences sentences = new();
        Fill(sentences);
        Assert.Equal(0, AllocatedBytes.Of(() => Fill(sentences)));
        Assert.Equal((100, 200), (sentences.Count, sentences.Tokens));
        Assert.Equal([9, 10], sentences[99].ToArray());
    }

    [Fact]
    public void Sides_of_different_lengths_are_an_error()
    {
        EncodedPairs pairs = Pairs.Of("5 2 > 6", "7 2 >");
        Assert.Equal(2, pairs.Count);
        pairs.Sources.Add([1]);
        Assert.Throws<InvalidOperationException>(() => pairs.Count);
    }

    private static void Fill(EncodedSentences sentences)
    {
        sentences.Clear();
        for (int sentence = 0; sentence < 100; sentence++) sentences.Add([9, 10]);
    }
}
