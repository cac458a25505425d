using Rnnctl.Text.Batching;

namespace Rnnctl.Text.Tests.Batching;

public sealed class BatchPlanTests
{
    [Theory]
    [InlineData(7, 0)]
    [InlineData(500, 0)]
    [InlineData(0, 50)]
    [InlineData(0, 7)]
    public void Every_sentence_is_in_one_batch_and_no_batch_is_too_large(int sentences, int tokens)
    {
        Random random = new(31);
        EncodedCorpus corpus = Sentences.Random(300, random);
        BatchPlan plan = new(corpus, sentences > 0 ? BatchLimit.OfSentences(sentences) : BatchLimit.OfTokens(tokens));
        for (int epoch = 0; epoch < 5; epoch++)
        {
            plan.Shuffle(random);
            int[][] batches = Batches(plan);
            Assert.Equal(Enumerable.Range(0, 300), batches.SelectMany(batch => batch).Order());
            Assert.All(batches, batch => AssertFits(corpus, batch, sentences, tokens));
        }
    }

    [Fact]
    public void Batches_hold_sentences_of_neighbouring_lengths()
    {
        Random random = new(32);
        EncodedCorpus corpus = Sentences.Random(300, random);
        BatchPlan plan = new(corpus, BatchLimit.OfSentences(16));
        plan.Shuffle(random);
        int[][] batches = [.. Batches(plan).OrderBy(batch => batch.Max(corpus.LengthOf)).ThenBy(batch => batch.Min(corpus.LengthOf))];
        Assert.Equal(19, batches.Length);
        foreach ((int[] shorter, int[] longer) in batches.Zip(batches.Skip(1)))
        {
            Assert.True(shorter.Max(corpus.LengthOf) <= longer.Min(corpus.LengthOf));
        }
    }

    [Fact]
    public void The_plan_depends_only_on_the_seed()
    {
        EncodedCorpus corpus = Sentences.Random(300, new Random(33));
        BatchPlan first = new(corpus, BatchLimit.OfSentences(8));
        BatchPlan second = new(corpus, BatchLimit.OfSentences(8));
        first.Shuffle(new Random(1));
        first.SortByLength();
        first.Shuffle(new Random(2));
        second.Shuffle(new Random(2));
        Assert.Equal(Batches(first), Batches(second));
        second.Shuffle(new Random(3));
        Assert.NotEqual(Batches(first), Batches(second));
    }

    [Fact]
    public void Both_the_batches_and_the_sentences_in_them_are_shuffled()
    {
        EncodedCorpus corpus = Sentences.Encoded([.. Enumerable.Repeat("a b", 64), .. Enumerable.Repeat("a b c", 64)]);
        BatchPlan plan = new(corpus, BatchLimit.OfSentences(4));
        plan.Shuffle(new Random(34));
        int[][] batches = Batches(plan);
        Assert.NotEqual(batches.Select(batch => corpus.LengthOf(batch[0])).Order(), batches.Select(batch => corpus.LengthOf(batch[0])));
        int[] pairs = [.. batches.SelectMany(batch => batch).Where(sentence => sentence < 64)];
        Assert.NotEqual(pairs.Order(), pairs);
    }

    [Fact]
    public void Without_random_numbers_sentences_are_ordered_by_length_then_by_number()
    {
        BatchPlan plan = new(Sentences.Unlabelled("a b c", "", "a", "b", "a b", "c d e f g h"), BatchLimit.OfTokens(4));
        plan.SortByLength();
        Assert.Equal([[2, 3, 4], [0], [5]], Batches(plan));
    }

    [Fact]
    public void Empty_corpus_has_no_batch()
    {
        BatchPlan plan = new(Sentences.Unlabelled("", ""), BatchLimit.OfSentences(4));
        plan.Shuffle(new Random(35));
        Assert.Equal(0, plan.Count);
    }

    [Fact]
    public void A_plan_follows_a_corpus_that_is_filled_again()
    {
        EncodedCorpus corpus = Sentences.Unlabelled("a", "b");
        BatchPlan plan = new(corpus, BatchLimit.OfSentences(4));
        plan.SortByLength();
        corpus.Clear();
        plan.SortByLength();
        Assert.Equal(0, plan.Count);
    }

    [Fact]
    public void Batch_size_zero_is_an_error()
    {
        Assert.Throws<InputException>(() => BatchLimit.OfSentences(0));
        Assert.Throws<InputException>(() => BatchLimit.OfTokens(-1));
    }

    private static void AssertFits(EncodedCorpus corpus, int[] batch, int sentences, int tokens)
    {
        Assert.NotEmpty(batch);
        Assert.True(sentences == 0 || batch.Length <= sentences);
        Assert.True(tokens == 0 || batch.Length == 1 || batch.Sum(corpus.LengthOf) <= tokens);
    }

    private static int[][] Batches(BatchPlan plan) => [.. Enumerable.Range(0, plan.Count).Select(batch => plan[batch].ToArray())];
}
