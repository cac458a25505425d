using Rnnctl.Text.Batching;

namespace Rnnctl.Text.Tests.Batching;

public sealed class PairBatchTests
{
    [Fact]
    public void Each_side_is_time_major_and_longest_first()
    {
        PairBatch batch = new();
        batch.Fill(Pairs.Of("11 2 > 21 22", "12 13 14 2 >", "15 16 2 > 23"), [0, 1, 2], Pairs.Begin, Pairs.End);
        Assert.Equal((9, 6), (batch.SourceTokens, batch.TargetTokens));
        Assert.Equal([12, 15, 11, 13, 16, 2, 14, 2, 2], batch.SourceIds.ToArray());
        Assert.Equal([4, 3, 2], batch.SourceLengths.ToArray());
        Assert.Equal([1, 2, 0], batch.PairOfSource.ToArray());
        Assert.Equal([1, 1, 1, 21, 23, 22], batch.TargetInputs.ToArray());
        Assert.Equal([21, 23, 2, 22, 2, 2], batch.TargetLabels.ToArray());
        Assert.Equal([3, 2, 1], batch.TargetLengths.ToArray());
        Assert.Equal([0, 2, 1], batch.PairOfTarget.ToArray());
        Assert.Equal([2, 1, 0], batch.SourceOfTarget.ToArray());
    }

    [Fact]
    public void Every_token_of_random_batches_is_in_its_row()
    {
        Random random = new(51);
        EncodedPairs pairs = Pairs.Random(200, random);
        PairBatch batch = new();
        for (int time = 0; time < 100; time++)
        {
            int[] chosen = random.GetItems(Enumerable.Range(0, 200).ToArray(), random.Next(1, 40));
            batch.Fill(pairs, chosen, Pairs.Begin, Pairs.End);
            int[] byTarget = [.. chosen.OrderByDescending(pairs.Targets.LengthOf)];
            AssertSources(pairs.Sources, chosen, batch);
            Assert.Equal(byTarget, batch.PairOfTarget.ToArray());
            Assert.Equal(byTarget.Select(pair => pairs.Targets.LengthOf(pair) + 1), batch.TargetLengths.ToArray());
            AssertPacked(byTarget.Select(pair => (int[])[Pairs.Begin, .. pairs.Targets[pair]]), batch.TargetInputs);
            AssertPacked(byTarget.Select(pair => (int[])[.. pairs.Targets[pair], Pairs.End]), batch.TargetLabels);
            AssertJoined(batch);
        }
    }

    [Fact]
    public void Sources_are_packed_alone_for_translating()
    {
        Random random = new(52);
        EncodedPairs pairs = Pairs.Random(50, random);
        PairBatch batch = new();
        int[] chosen = [.. Enumerable.Range(10, 30)];
        batch.Fill(pairs, chosen.AsSpan(0, 7), Pairs.Begin, Pairs.End);
        batch.FillSources(pairs.Sources, chosen);
        AssertSources(pairs.Sources, chosen, batch);
        Assert.Equal(0, batch.TargetTokens);
        Assert.Equal((0, 0, 0), (batch.TargetInputs.Length, batch.TargetLabels.Length, batch.TargetLengths.Length));
        Assert.Equal((0, 0), (batch.SourceOfTarget.Length, batch.PairOfTarget.Length));
    }

    [Fact]
    public void A_batch_without_pairs_is_empty()
    {
        PairBatch batch = new();
        batch.Fill(Pairs.Of("5 2 > 6"), [0], Pairs.Begin, Pairs.End);
        batch.Fill(Pairs.Of("5 2 > 6"), [], Pairs.Begin, Pairs.End);
        Assert.Equal((0, 0, 0), (batch.SourceTokens, batch.TargetTokens, batch.SourceOfTarget.Length));
    }

    [Fact]
    public void An_empty_source_is_an_error() =>
        Assert.Throws<ArgumentException>(() => new PairBatch().Fill(Pairs.Of("5 2 > 6", " > 6"), [0, 1], Pairs.Begin, Pairs.End));

    [Fact]
    public void Filling_and_planning_again_allocate_nothing()
    {
        Random random = new(53);
        EncodedPairs pairs = Pairs.Random(500, random);
        BatchPlan plan = new(pairs, BatchLimit.OfTokens(200));
        PairBatch batch = new();
        int[] all = [.. Enumerable.Range(0, 500)];
        FillAll(pairs, plan, batch, random, all);
        FillAll(pairs, plan, batch, random, all);
        Assert.Equal(0, AllocatedBytes.Of(() => FillAll(pairs, plan, batch, random, all)));
    }

    private static void FillAll(EncodedPairs pairs, BatchPlan plan, PairBatch batch, Random random, int[] all)
    {
        batch.Fill(pairs, all, Pairs.Begin, Pairs.End);
        plan.Shuffle(random);
        for (int number = 0; number < plan.Count; number++)
        {
            batch.Fill(pairs, plan[number], Pairs.Begin, Pairs.End);
            batch.FillSources(pairs.Sources, plan[number]);
        }
    }

    private static void AssertSources(EncodedSentences sources, int[] chosen, PairBatch batch)
    {
        int[] order = [.. chosen.OrderByDescending(sources.LengthOf)];
        Assert.Equal(order, batch.PairOfSource.ToArray());
        Assert.Equal(order.Select(sources.LengthOf), batch.SourceLengths.ToArray());
        AssertPacked(order.Select(pair => sources[pair].ToArray()), batch.SourceIds);
    }

    /// <summary>A naive reference that packs by a dictionary of (step, sequence).</summary>
    private static void AssertPacked(IEnumerable<int[]> sequences, ReadOnlySpan<int> rows)
    {
        SortedDictionary<(int Step, int Sequence), int> expected = [];
        foreach ((int sequence, int[] ids) in sequences.Index())
        {
            foreach ((int step, int id) in ids.Index()) expected[(step, sequence)] = id;
        }

        Assert.Equal(expected.Values, rows.ToArray());
    }

    /// <summary>Each target has a source of its own pair, and no source has two targets, even if a pair was chosen twice.</summary>
    private static void AssertJoined(PairBatch batch)
    {
        int[] sourceOfTarget = batch.SourceOfTarget.ToArray();
        int[] pairOfSource = batch.PairOfSource.ToArray();
        Assert.Equal(batch.PairOfTarget.ToArray(), sourceOfTarget.Select(source => pairOfSource[source]));
        Assert.Equal(Enumerable.Range(0, pairOfSource.Length), sourceOfTarget.Order());
    }
}
