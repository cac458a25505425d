using Rnnctl.Text.Metrics;

namespace Rnnctl.Text.Tests.Metrics;

public sealed class ConfusionMatrixTests
{
    private readonly SymbolTable _labels = new();
    private readonly ConfusionMatrix _matrix;

    public ConfusionMatrixTests()
    {
        _matrix = new ConfusionMatrix(_labels);
        foreach (string label in (string[])["NOUN", "VERB", "ADJ", "X"])
        {
            _labels.Add(label);
        }

        _matrix.Add([0, 0, 1, 2], [0, 1, 1, 1]);
        _matrix.Add([0, 2, 2], [1, 0, 2]);
    }

    [Fact]
    public void Pairs_are_counted()
    {
        Assert.Equal((1, 2, 0, 0), (_matrix[0, 0], _matrix[0, 1], _matrix[1, 0], _matrix[3, 3]));
        Assert.Equal((7, 3, 3.0 / 7), (_matrix.Tokens, _matrix.CorrectTokens, _matrix.Accuracy));
    }

    [Fact]
    public void The_most_frequent_gold_label_has_the_largest_share()
    {
        Assert.Equal(3.0 / 7, _matrix.LargestShare);
        Assert.Equal(0, new ConfusionMatrix(_labels).LargestShare);
    }

    [Fact]
    public void Errors_are_ordered_by_falling_count() =>
        Assert.Equal(
            [new Confusion("NOUN", "VERB", 2), new Confusion("ADJ", "NOUN", 1), new Confusion("ADJ", "VERB", 1)],
            _matrix.Errors());

    [Fact]
    public void Labels_that_occur_are_scored() =>
        Assert.Equal(
            [new LabelScore("ADJ", 1, 1, 3), new LabelScore("NOUN", 1, 2, 3), new LabelScore("VERB", 1, 4, 1)],
            _matrix.LabelScores());

    [Fact]
    public void Labellings_of_different_lengths_are_an_error() => Assert.Throws<ArgumentException>(() => _matrix.Add([0, 0], [0]));
}
