using Rnnctl.Text.Batching;

namespace Rnnctl.Text.Tests.Batching;

public sealed class PackedBatchTests
{
    [Fact]
    public void Rows_are_time_major_and_the_longest_sentence_comes_first()
    {
        EncodedCorpus corpus = Sentences.Encoded(["a", "b c d", "e f", "g h i"]);
        PackedBatch batch = new();
        batch.Fill(corpus, [0, 1, 2, 3]);
        Assert.Equal((4, 9, 3), (batch.Sentences, batch.Tokens, batch.Steps));
        Assert.Equal([1, 3, 2, 0], batch.Order.ToArray());
        Assert.Equal([3, 3, 2, 1], batch.Lengths.ToArray());
        Assert.Equal([0, 4, 7, 9], batch.StepOffsets.ToArray());
        Assert.Equal("bgeachfdi", Sentences.Spell(batch.TokenIds));
        Assert.Equal("bgeachfdi", Sentences.Spell(batch.LabelIds, areLabels: true));
    }

    [Fact]
    public void Every_token_of_random_batches_is_in_its_row()
    {
        Random random = new(21);
        EncodedCorpus corpus = Sentences.Random(200, random);
        PackedBatch batch = new();
        for (int time = 0; time < 100; time++)
        {
            int[] sentences = random.GetItems(Enumerable.Range(0, 200).ToArray(), random.Next(1, 40));
            batch.Fill(corpus, sentences);
            AssertPacked(corpus, sentences, batch);
        }
    }

    [Fact]
    public void A_batch_without_sentences_is_empty()
    {
        PackedBatch batch = new();
        batch.Fill(Sentences.Encoded(["a b"]), [0]);
        batch.Fill(Sentences.Encoded(["a b"]), []);
        Assert.Equal((0, 0, 0), (batch.Sentences, batch.Tokens, batch.Steps));
        Assert.Equal([0], batch.StepOffsets.ToArray());
        Assert.Empty(batch.LabelIds.ToArray());
    }

    [Fact]
    public void A_corpus_without_labels_gives_a_batch_without_labels()
    {
        PackedBatch batch = new();
        batch.Fill(Sentences.Encoded(["a b"]), [0]);
        batch.Fill(Sentences.Unlabelled("a", "b c"), [0, 1]);
        Assert.Equal("bac", Sentences.Spell(batch.TokenIds));
        Assert.Empty(batch.LabelIds.ToArray());
    }

    [Fact]
    public void A_sentence_without_tokens_is_an_error() =>
        Assert.Throws<ArgumentException>(() => new PackedBatch().Fill(Sentences.Unlabelled("a", ""), [0, 1]));

    [Fact]
    public void Filling_and_planning_again_allocate_nothing()
    {
        Random random = new(22);
        EncodedCorpus corpus = Sentences.Random(500, random);
        BatchPlan plan = new(corpus, BatchLimit.OfTokens(100));
        PackedBatch batch = new();
        FillAll(corpus, plan, batch, random);
        batch.Fill(corpus, Enumerable.Range(0, 500).ToArray());
        FillAll(corpus, plan, batch, random);
        Assert.Equal(0, AllocatedBytes.Of(() => FillAll(corpus, plan, batch, random)));
    }

    private static void FillAll(EncodedCorpus corpus, BatchPlan plan, PackedBatch batch, Random random)
    {
        plan.Shuffle(random);
        for (int number = 0; number < plan.Count; number++)
        {
            batch.Fill(corpus, plan[number]);
        }
    }

    private static void AssertPacked(EncodedCorpus corpus, int[] sentences, PackedBatch batch)
    {
        int[] order = [.. sentences.OrderByDescending(corpus.LengthOf)];
        Assert.Equal(order, batch.Order.ToArray());
        List<int> tokens = [];
        List<int> labels = [];
        List<int> offsets = [0];
        for (int step = 0; step < order.Max(corpus.LengthOf); step++)
        {
            int[] alive = [.. order.Where(sentence => corpus.LengthOf(sentence) > step)];
            tokens.AddRange(alive.Select(sentence => corpus.TokensOf(sentence)[step]));
            labels.AddRange(alive.Select(sentence => corpus.LabelsOf(sentence)[step]));
            offsets.Add(tokens.Count);
        }

        Assert.Equal(tokens, batch.TokenIds.ToArray());
        Assert.Equal(labels, batch.LabelIds.ToArray());
        Assert.Equal(offsets, batch.StepOffsets.ToArray());
    }
}
