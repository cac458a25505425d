using Rnnctl.Text.Subwords;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Vocabularies;

public sealed class SymbolCountsTests
{
    [Fact]
    public void Words_are_counted_in_the_order_of_first_appearance()
    {
        SymbolCounts counts = new();
        counts.AddWords(" b a\tb ");
        counts.AddWords("");
        counts.Add("a", 3);
        Assert.Equal([("b", 2), ("a", 4)], counts.Entries);
        Assert.Equal((2, 6), (counts.Count, counts.Total));
    }

    [Fact]
    public void Words_with_the_same_normalised_form_are_counted_together()
    {
        SymbolCounts counts = new();
        counts.AddWords("The a the 12 34");
        Assert.Equal([("the", 2), ("a", 1), ("00", 2)], counts.Normalized(new TokenNormalizer(true, true)).Entries);
    }

    [Fact]
    public void Segments_are_counted_as_often_as_their_words()
    {
        SymbolCounts counts = new();
        counts.AddWords("abb ab abb");
        SymbolCounts segments = counts.Segmented(BytePairEncoding.Of(["#version: 0.2", "a b"], "merges"));
        Assert.Equal([("ab@@", 2), ("b", 3), ("a@@", 1)], segments.Entries);
    }
}
