using Rnnctl.Compute.Randomness;

namespace Rnnctl.Compute.Tests.Randomness;

public sealed class Philox4x32Tests
{
    /// <summary>
    /// The three lines "philox4x32 10" of tests/kat_vectors in the authors' library Random123 (github.com/DEShawResearch/random123).
    /// </summary>
    [Theory]
    [InlineData(
        new uint[] { 0, 0, 0, 0 },
        new uint[] { 0, 0 },
        new uint[] { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 })]
    [InlineData(
        new uint[] { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
        new uint[] { 0xffffffff, 0xffffffff },
        new uint[] { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd })]
    [InlineData(
        new uint[] { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
        new uint[] { 0xa4093822, 0x299f31d0 },
        new uint[] { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 })]
    public void Words_agree_with_the_published_vectors(uint[] counter, uint[] key, uint[] expected)
    {
        PhiloxWords words = Philox4x32.Words(key[0], key[1], new PhiloxWords(counter[0], counter[1], counter[2], counter[3]));

        Assert.Equal(new PhiloxWords(expected[0], expected[1], expected[2], expected[3]), words);
    }

    [Fact]
    public void The_lowest_two_bits_of_an_index_select_the_word()
    {
        var words = new PhiloxWords(10, 11, 12, 13);

        Assert.Equal([10u, 11u, 12u, 13u, 12u], new uint[] { words[0], words[1], words[2], words[7], words[uint.MaxValue - 1] });
    }
}
