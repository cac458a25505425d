using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Tensors;

public sealed class PackedStepsTests
{
    [Fact]
    public void Sequences_of_5_3_3_and_1_tokens_leave_4_3_3_1_and_1_alive()
    {
        PackedSteps steps = Assigned(5, 3, 3, 1);

        Assert.Equal((4, 5, 12), (steps.Sequences, steps.Steps, steps.Tokens));
        Assert.Equal([0, 4, 7, 10, 11, 12], steps.Offsets.ToArray());
        Assert.Equal([4, 3, 3, 1, 1], Enumerable.Range(0, 5).Select(steps.Alive));
        Assert.Equal([5, 3, 3, 1], steps.Lengths.ToArray());
    }

    [Fact]
    public void Every_token_of_random_batches_has_its_own_row()
    {
        var random = new PhiloxRandom(50, 0);
        var steps = new PackedSteps();
        for (int batch = 0; batch < 200; batch++)
        {
            int[] lengths = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(1, 100)).OrderDescending()];
            steps.Assign(lengths);
            IEnumerable<int> rows = lengths
                .SelectMany((length, sequence) => Enumerable.Range(0, length).Select(t => steps.Offset(t) + sequence));

            Assert.Equal(Enumerable.Range(0, lengths.Sum()), rows.Order());
            Assert.Equal(lengths.Sum(), steps.Tokens);
            Assert.All(Enumerable.Range(0, steps.Steps), t => Assert.Equal(lengths.Count(length => length > t), steps.Alive(t)));
        }
    }

    [Fact]
    public void An_empty_batch_has_no_rows() =>
        Assert.Equal((0, 0, 0), (Assigned().Sequences, Assigned().Steps, Assigned().Tokens));

    [Theory]
    [InlineData(new[] { 1, 2 }, "sequence 1 is longer than the one before it")]
    [InlineData(new[] { 3, 0 }, "sequence 1 has length 0")]
    [InlineData(new[] { -1 }, "sequence 0 has length -1")]
    public void Lengths_that_rise_or_are_not_positive_are_refused_and_do_not_change_the_shape(int[] lengths, string message)
    {
        PackedSteps steps = Assigned(2, 1);

        ArgumentException exception = Assert.Throws<ArgumentException>(() => steps.Assign(lengths));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal((2, 2, 3), (steps.Sequences, steps.Steps, steps.Tokens));
        Assert.Equal([0, 2, 3], steps.Offsets.ToArray());
        Assert.Equal([2, 1], steps.Lengths.ToArray());
    }

    [Fact]
    public void Rows_have_their_sequences_numbers()
    {
        var steps = new PackedSteps();
        steps.Assign([3, 2, 1], [70, -4, 9]);
        int[] numbers = new int[6];
        steps.SequenceNumbers(numbers);
        Assert.Equal([70, -4, 9, 70, -4, 70], numbers);
    }

    [Fact]
    public void Rows_with_the_same_symbol_of_a_sequence_have_the_same_number_and_others_have_others()
    {
        var steps = new PackedSteps();
        steps.Assign([3, 2, 1], [70, -4, 9]);
        int[] symbols = [5, 5, 2, 0, 8, 5], numbers = new int[6];
        steps.SymbolNumbers(symbols, numbers);
        Assert.Equal(numbers[0], numbers[5]);
        Assert.Equal(5, numbers.Distinct().Count());

        var alone = new PackedSteps();
        alone.Assign([2], [-4]);
        int[] again = new int[2];
        alone.SymbolNumbers([8, 5], again);
        Assert.Equal([numbers[4], numbers[1]], again);
    }

    [Fact]
    public void A_batch_that_is_not_larger_allocates_nothing()
    {
        PackedSteps steps = Assigned([.. Enumerable.Repeat(300, 200)]);
        int[] lengths = [300, 17, 1];
        steps.Assign(lengths);

        Assert.Equal(0, AllocatedBytes.Of(() => steps.Assign(lengths)));
    }

    private static PackedSteps Assigned(params int[] lengths)
    {
        var steps = new PackedSteps();
        steps.Assign(lengths);
        return steps;
    }

    [Fact]
    public void Rows_have_the_same_numbers_in_a_part_of_a_batch_and_different_ones_within_a_batch()
    {
        PackedSteps whole = new(), part = new();
        whole.Assign([9, 7, 7, 2], [30, 10, 40, 20]);
        part.Assign([7, 2], [40, 20]);
        int[] all = new int[whole.Tokens], some = new int[part.Tokens];
        whole.RowNumbers(all);
        part.RowNumbers(some);
        Assert.Equal(all.Length, all.Distinct().Count());
        for (int step = 0; step < 7; step++) Assert.Equal(all[whole.Offset(step) + 2], some[part.Offset(step)]);
        for (int step = 0; step < 2; step++) Assert.Equal(all[whole.Offset(step) + 3], some[part.Offset(step) + 1]);
        Assert.Equal([30, 10, 40, 20], whole.Numbers.ToArray());
        whole.Assign([3, 1]);
        Assert.Equal([0, 1], whole.Numbers.ToArray());
    }
}
