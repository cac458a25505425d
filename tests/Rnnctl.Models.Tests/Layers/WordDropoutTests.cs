using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.Tests.Layers;

public sealed class WordDropoutTests
{
    private const double Alpha = 0.25;
    private const int Unknown = 0, End = 2;

    private static readonly TrainingStep Step = new(Seed: 6, Number: 9, Window: 0);

    [Fact]
    public void A_word_becomes_unknown_with_a_probability_that_falls_with_its_count()
    {
        long[] counts = [500, 1, 400, 3, 0, 100];
        const int Tokens = 40_000;
        var dropout = new WordDropout(Alpha, counts, Unknown, End);
        for (int word = 0; word < counts.Length; word++)
        {
            int[] read = Apply(dropout, Enumerable.Repeat(word, Tokens), Step);
            Assert.All(read, one => Assert.True(one == word || one == Unknown));
            double expected = word is Unknown or End ? 0 : Alpha / (Alpha + Math.Max(1, counts[word]));
            double found = read.Count(one => one != word) / (double)Tokens;

            // Five standard deviations.
            Assert.Equal(expected, found, 5 * Math.Sqrt(expected * (1 - expected) / Tokens));
        }
    }

    [Fact]
    public void Draws_follow_from_the_seed_the_step_and_the_place_of_a_word_in_its_sentence()
    {
        var dropout = new WordDropout(2, [1, 1, 1], Unknown);
        int[] words = [.. Enumerable.Range(0, 300).Select(i => 1 + (i % 2))], read = Apply(dropout, words, Step);
        Assert.Equal(read, Apply(dropout.WithOwnMemory(), words, Step));
        Assert.NotEqual(read, Apply(dropout, words, Step with { Number = 10 }));
        Assert.NotEqual(read, Apply(dropout, words, Step with { Seed = 7 }));

        // The second sentence of a batch alone, as in another shard.
        PackedSteps both = new(), second = new();
        both.Assign([150, 150], [40, 41]);
        second.Assign([150], [41]);
        int[] batch = dropout.Apply(words, both, Step).ToArray();
        int[] ofSecond = [.. words.Where((_, row) => row % 2 == 1)];
        Assert.Equal(batch.Where((_, row) => row % 2 == 1), dropout.Apply(ofSecond, second, Step).ToArray());
    }

    [Fact]
    public void A_batch_that_is_not_larger_allocates_nothing()
    {
        var dropout = new WordDropout(1, [1, 1], Unknown);
        var steps = new PackedSteps();
        steps.Assign([100]);
        int[] words = [.. Enumerable.Repeat(1, 100)];
        _ = dropout.Apply(words, steps, Step);
        Assert.Equal(0, AllocatedBytes.Of(() => _ = dropout.Apply(words, steps, Step)));
    }

    private static int[] Apply(WordDropout dropout, IEnumerable<int> words, TrainingStep step)
    {
        int[] all = [.. words];
        var steps = new PackedSteps();
        steps.Assign([all.Length]);
        return dropout.Apply(all, steps, step).ToArray();
    }
}
