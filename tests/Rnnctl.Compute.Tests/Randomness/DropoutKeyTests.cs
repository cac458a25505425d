using Rnnctl.Compute.Randomness;

namespace Rnnctl.Compute.Tests.Randomness;

public sealed class DropoutKeyTests
{
    private static DropoutKey Key => new(0xa4093822299f31d0, 0x13198a2e03707344, 0x85a308d3);

    [Fact]
    public void A_word_is_Philox_of_seed_site_and_step()
    {
        PhiloxWords expected = Philox4x32.Words(0x299f31d0, 0xa4093822, new PhiloxWords(5, 0x85a308d3, 0x03707344, 0x13198a2e));

        Assert.Equal(expected.Third, DropoutKey.Word(Key, 22));
        Assert.Equal(expected, DropoutKey.Words(Key, 5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1000)]
    public void Filling_gives_the_same_words_as_single_calls(int count)
    {
        uint[] words = new uint[count];

        DropoutKey.Fill(Key, words);

        Assert.Equal(OneByOne(0, count), words);
    }

    [Theory]
    [InlineData(4u)]
    [InlineData(0xfffffff0u - 96)]
    public void A_part_of_a_mask_has_the_words_of_the_whole_mask(uint start)
    {
        uint[] words = new uint[100];

        DropoutKey.Fill(Key, words, start);

        Assert.Equal(OneByOne(start, 100), words);
    }

    [Fact]
    public void A_start_inside_a_block_is_refused() =>
        Assert.Throws<ArgumentException>(() => DropoutKey.Fill(Key, new uint[8], 2));

    [Fact]
    public void Seed_step_and_site_each_change_the_mask()
    {
        DropoutKey[] keys = [Key, Key with { Seed = 1 }, Key with { Step = 1 }, Key with { Site = 1 }];

        Assert.Equal(keys.Length, keys.Select(key => DropoutKey.Words(key, 0)).Distinct().Count());
    }

    private static uint[] OneByOne(uint start, int count) =>
        [.. Enumerable.Range(0, count).Select(i => DropoutKey.Word(Key, start + (uint)i))];
}
