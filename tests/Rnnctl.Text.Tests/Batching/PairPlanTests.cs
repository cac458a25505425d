using Rnnctl.Text.Batching;

namespace Rnnctl.Text.Tests.Batching;

public sealed class PairPlanTests
{
    [Theory]
    [InlineData(7, 0)]
    [InlineData(500, 0)]
    [InlineData(0, 50)]
    [InlineData(0, 7)]
    public void Every_pair_is_in_one_batch_and_no_batch_is_too_large(int sentences, int tokens)
    {
        Random random = new(41);
        EncodedPairs pairs = Pairs.Random(300, random);
        BatchPlan plan = new(pairs, sentences > 0 ? BatchLimit.OfSentences(sentences) : BatchLimit.OfTokens(tokens));
        for (int epoch = 0; epoch < 5; epoch++)
        {
            plan.Shuffle(random);
            int[][] batches = Batches(plan);
            Assert.Equal(Enumerable.Range(0, 300), batches.SelectMany(batch => batch).Order());
            Assert.All(batches, batch => AssertFits(pairs, batch, sentences, tokens));
        }
    }

    [Fact]
    public void Pairs_are_ordered_by_target_length_then_by_source_length_then_by_number()
    {
        EncodedPairs pairs = Pairs.Random(300, new Random(42));
        BatchPlan plan = new(pairs, BatchLimit.OfTokens(60));
        plan.SortByLength();
        IEnumerable<int> expected = Enumerable.Range(0, 300).OrderBy(pairs.Targets.LengthOf).ThenBy(pairs.Sources.LengthOf);
        Assert.Equal(expected, Batches(plan).SelectMany(batch => batch));
    }

    [Fact]
    public void Tokens_count_both_sides_and_the_targets_end_symbol()
    {
        EncodedPairs pairs = Pairs.Of("5 6 2 > 7", "5 2 >", "5 2 > 8", "2 > 7 8 9 9");
        BatchPlan plan = new(pairs, BatchLimit.OfTokens(7));
        plan.SortByLength();
        Assert.Equal([[1, 2], [0], [3]], Batches(plan));
        plan = new BatchPlan(pairs, BatchLimit.OfTokens(6));
        plan.SortByLength();
        Assert.Equal([[1], [2], [0], [3]], Batches(plan));
    }

    [Fact]
    public void The_plan_depends_only_on_the_seed()
    {
        EncodedPairs pairs = Pairs.Random(300, new Random(43));
        BatchPlan first = new(pairs, BatchLimit.OfSentences(8));
        BatchPlan second = new(pairs, BatchLimit.OfSentences(8));
        first.Shuffle(new Random(1));
        first.SortByLength();
        first.Shuffle(new Random(2));
        second.Shuffle(new Random(2));
        Assert.Equal(Batches(first), Batches(second));
        second.Shuffle(new Random(3));
        Assert.NotEqual(Batches(first), Batches(second));
    }

    [Fact]
    public void Both_the_batches_and_the_pairs_in_them_are_shuffled()
    {
        EncodedPairs pairs = Pairs.Of([.. Enumerable.Repeat("5 2 > 6", 64), .. Enumerable.Repeat("5 2 > 6 7", 64)]);
        BatchPlan plan = new(pairs, BatchLimit.OfSentences(4));
        plan.Shuffle(new Random(44));
        int[][] batches = Batches(plan);
        Assert.NotEqual(batches.Select(batch => pairs.TokensOf(batch[0])).Order(), batches.Select(batch => pairs.TokensOf(batch[0])));
        int[] shorter = [.. batches.SelectMany(batch => batch).Where(pair => pair < 64)];
        Assert.NotEqual(shorter.Order(), shorter);
    }

    private static void AssertFits(EncodedPairs pairs, int[] batch, int sentences, int tokens)
    {
        Assert.NotEmpty(batch);
        Assert.True(sentences == 0 || batch.Length <= sentences);
        Assert.True(tokens == 0 || batch.Length == 1 || batch.Sum(pairs.TokensOf) <= tokens);
    }

    private static int[][] Batches(BatchPlan plan) => [.. Enumerable.Range(0, plan.Count).Select(batch => plan[batch].ToArray())];
}
