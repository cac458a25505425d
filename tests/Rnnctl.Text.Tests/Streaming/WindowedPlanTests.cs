using Rnnctl.Text.Batching;
using Rnnctl.Text.Streaming;
using Rnnctl.Text.Tests.Batching;

namespace Rnnctl.Text.Tests.Streaming;

public sealed class WindowedPlanTests
{
    [Theory]
    [InlineData(7, 0)]
    [InlineData(0, 90)]
    public void A_corpus_of_one_window_has_the_batches_that_it_has_in_memory(int sentences, int tokens)
    {
        EncodedPairs pairs = Pairs.Random(300, new Random(41));
        EncodedCorpus corpus = Sentences.Random(300, new Random(42));
        BatchLimit limit = Limit(sentences, tokens);
        for (int seed = 1; seed < 4; seed++)
        {
            Assert.Equal(Batches(new BatchPlan(pairs, limit), seed), Batches(new WindowedPlan(Index(pairs), pairs: true, limit), seed));
            Assert.Equal(Batches(new BatchPlan(corpus, limit), seed), Batches(new WindowedPlan(Index(corpus), pairs: false, limit), seed));
        }
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(0, 90)]
    public void Every_pair_is_in_one_batch_of_each_epoch(int sentences, int tokens)
    {
        EncodedPairs pairs = Pairs.Random(300, new Random(43));
        var plan = new WindowedPlan(Index(pairs), pairs: true, Limit(sentences, tokens), window: 64, block: 8);
        int[][] first = Batches(plan, 1), second = Batches(plan, 2);
        foreach (int[][] batches in (int[][][])[first, second])
        {
            Assert.Equal(Enumerable.Range(0, 300), batches.SelectMany(batch => batch).Order());
            Assert.All(batches, batch => Assert.True(batch.Length == 1 || (sentences > 0 ? batch.Length <= sentences : batch.Sum(pairs.TokensOf) <= tokens)));
        }

        Assert.NotEqual(first, second);
        Assert.Equal(first, Batches(plan, 1));
    }

    [Fact]
    public void A_window_is_made_of_blocks_from_anywhere_and_sorted_by_length()
    {
        EncodedPairs pairs = Pairs.Random(300, new Random(44));
        int[][] batches = Batches(new WindowedPlan(Index(pairs), pairs: true, BatchLimit.OfSentences(8), window: 64, block: 8), 5);
        for (int window = 0; window < 4; window++)
        {
            int[] read = [.. batches.Skip(8 * window).Take(8).SelectMany(batch => batch)];
            Assert.Equal(8, read.Select(pair => pair / 8).Distinct().Count());
            int[] lengths = [.. read.Select(pairs.Targets.LengthOf).Order()];
            int[][] sorted = [.. batches.Skip(8 * window).Take(8).Select(batch => batch.Select(pairs.Targets.LengthOf).ToArray()).OrderBy(batch => batch[0])];
            Assert.Equal(lengths, sorted.SelectMany(batch => batch).Order());
            Assert.All(sorted.Zip(sorted.Skip(1)), two => Assert.True(two.First.Max() <= two.Second.Min()));
        }
    }

    [Fact]
    public void A_run_that_goes_on_asks_for_a_later_batch_first()
    {
        EncodedPairs pairs = Pairs.Random(300, new Random(45));
        int[][] all = Batches(new WindowedPlan(Index(pairs), pairs: true, BatchLimit.OfSentences(8), window: 64, block: 8), 6);
        var plan = new WindowedPlan(Index(pairs), pairs: true, BatchLimit.OfSentences(8), window: 64, block: 8);
        plan.Shuffle(new Random(6));
        Assert.Equal(all[20], plan[20].ToArray());
        Assert.Equal(all[^1], plan[plan.Count - 1].ToArray());
        Assert.Throws<InvalidOperationException>(() => plan[0].Length);
    }

    private static BatchLimit Limit(int sentences, int tokens) => sentences > 0 ? BatchLimit.OfSentences(sentences) : BatchLimit.OfTokens(tokens);

    private static int[][] Batches(IEpochPlan plan, int seed)
    {
        plan.Shuffle(new Random(seed));
        return [.. Enumerable.Range(0, plan.Count).Select(batch => plan[batch].ToArray())];
    }

    private static SentenceIndex Index<T>(ISentenceSource<T> sentences)
    {
        var index = new SentenceIndex();
        for (int sentence = 0; sentence < 300; sentence++)
        {
            (int first, int second) = sentences.LengthsOf(sentence);
            index.Add(new IndexedSentence(0, 0, 0, 0, first, second));
        }

        return index;
    }
}
