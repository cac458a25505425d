using Rnnctl.Text.Labels;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Text.Tests.Labels;

public sealed class SpanBoundariesTests
{
    [Theory]
    [InlineData("O B-x I-x O I-y I-x", "1-2 4-4 5-5")]
    [InlineData("B-x B-x I-y", "0-0 1-1 2-2")]
    [InlineData("S-x B-x I-x E-x O", "0-0 1-3")]
    [InlineData("U-x B-x L-x", "0-0 1-2")]
    [InlineData("S B M E", "0-0 1-3")]
    [InlineData("O O", "")]
    [InlineData("I-x I-x", "0-1")]
    public void Spans_have_first_and_last_tokens(string labels, string expected)
    {
        string[] all = [.. labels.Split(' ').Distinct()];
        var boundaries = new SpanBoundaries(all);
        int[] ids = [.. labels.Split(' ').Select(label => Array.IndexOf(all, label))];
        Assert.Equal(expected, string.Join(' ', boundaries.Of(ids).Select(span => $"{span.First}-{span.Last}")));
        Assert.Equal(labels != "O O", boundaries.HasSpans);
    }

    [Fact]
    public void Random_labels_have_as_many_spans_as_the_scorer_counts()
    {
        string[] labels = ["O", "B-x", "I-x", "E-x", "S-x", "B-y", "I-y", "E-y", "S-y"];
        var boundaries = new SpanBoundaries(labels);
        var random = new Random(5);
        for (int round = 0; round < 200; round++)
        {
            int[] ids = random.GetItems(Enumerable.Range(0, labels.Length).ToArray(), 8);
            var table = new SymbolTable();
            foreach (string label in labels) table.Add(label);
            var scorer = new SpanScorer(table);
            scorer.Add(ids, ids);
            Assert.Equal(scorer.Score().Overall.Gold, boundaries.Of(ids).Count);
        }
    }
}
