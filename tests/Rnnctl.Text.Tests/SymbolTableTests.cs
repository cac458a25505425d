namespace Rnnctl.Text.Tests;

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
    public void A_cleared_table_numbers_from_0_again()
    {
        SymbolTable table = new();
        table.Add("a");
        table.Add("b");
        table.Clear();
        Assert.Equal(0, table.Count);
        Assert.False(table.TryFind("a", out _));
        Assert.Equal((0, 1), (table.Add("b"), table.Add("a")));
    }
}
