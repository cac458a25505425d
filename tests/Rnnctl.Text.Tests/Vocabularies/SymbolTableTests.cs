using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Vocabularies;

public sealed class SymbolTableTests
{
    [Fact]
    public void Symbols_are_numbered_by_first_appearance()
    {
        SymbolTable table = new();
        Assert.Equal([0, 1, 0, 2, 3, 1], ((string[])["b", "a", "b", "", "B", "a"]).Select(symbol => table.Add(symbol)));
        Assert.Equal(4, table.Count);
        Assert.Equal(["b", "a", "", "B"], table.Symbols);
        Assert.True(table.TryFind("B", out int id));
        Assert.Equal((3, "B"), (id, table[3]));
        Assert.False(table.TryFind("c", out _));
    }

    [Fact]
    public void A_known_symbol_allocates_nothing()
    {
        SymbolTable table = new();
        char[] text = "known".ToCharArray();
        table.Add(text);
        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            for (int time = 0; time < 1000; time++)
            {
                table.Add(text);
            }
        }));
    }

    [Fact]
    public void A_table_that_was_cleared_numbers_from_0_again()
    {
        SymbolTable table = new();
        table.Add("a");
        table.Add("b");
        table.Clear();
        Assert.Equal(0, table.Count);
        Assert.False(table.TryFind("a", out _));
        Assert.Equal((0, 1), (table.Add("b"), table.Add("a")));
    }

    [Theory]
    [InlineData(false, false, "İÄ1x٣", "İÄ1x٣")]
    [InlineData(true, false, "Ä1X", "ä1x")]
    [InlineData(false, true, "Ä19٣", "Ä000")]
    [InlineData(true, true, "A-1B", "a-0b")]
    [InlineData(true, true, "", "")]
    public void Tokens_are_normalised(bool lowercase, bool digitsToZero, string token, string expected)
    {
        TokenNormalizer normalizer = new(lowercase, digitsToZero);
        Assert.Equal(expected, normalizer.Apply(token));
        Assert.Equal(expected, normalizer.Apply(token, new char[token.Length]).ToString());
    }

    [Fact]
    public void A_long_token_is_normalised() =>
        Assert.Equal(new string('a', 1000), new TokenNormalizer(true, false).Apply(new string('A', 1000)));
}
