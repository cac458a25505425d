using Rnnctl.Text.Labels;

namespace Rnnctl.Text.Tests.Labels;

public sealed class SpanRulesTests
{
    private static readonly string[] Iob = ["O", "B-x", "I-x", "B-y", "I-y", "I-z"];
    private static readonly string[] Iobes = ["O", "B-x", "I-x", "E-x", "S-x", "B-y", "I-y", "E-y", "S-y"];

    [Theory]
    [InlineData("O O O", true)]
    [InlineData("B-x I-x I-x O", true)]
    [InlineData("B-x B-x I-x B-y I-y", true)]
    [InlineData("B-x", true)]
    [InlineData("I-x I-x", false)]
    [InlineData("O I-x", false)]
    [InlineData("B-x I-y", false)]
    [InlineData("B-x I-x I-y", false)]
    [InlineData("I-z O B-x I-z I-z", true)]
    public void In_IOB2_an_I_follows_a_B_or_an_I_of_its_type(string labels, bool allowed) => Assert.Equal(allowed, Allows(Iob, labels));

    [Theory]
    [InlineData("O S-x S-y O", true)]
    [InlineData("B-x E-x B-y I-y I-y E-y", true)]
    [InlineData("B-x I-x", false)]
    [InlineData("B-x", false)]
    [InlineData("E-x", false)]
    [InlineData("O I-x E-x", false)]
    [InlineData("B-x E-y", false)]
    [InlineData("B-x O", false)]
    [InlineData("B-x S-x", false)]
    [InlineData("B-x B-x E-x", false)]
    [InlineData("B-x E-x E-x", false)]
    [InlineData("S-x I-x E-x", false)]
    public void In_IOBES_BILOU_and_BMES_a_span_that_starts_must_end(string labels, bool allowed)
    {
        Assert.Equal(allowed, Allows(Iobes, labels));
        Assert.Equal(allowed, Allows([.. Iobes.Select(Bilou)], Bilou(labels)));
        Assert.Equal(allowed, Allows([.. Iobes.Select(Bmes)], Bmes(labels)));
    }

    [Theory]
    [InlineData("B I O B", true)]
    [InlineData("B B", true)]
    [InlineData("O I", false)]
    [InlineData("0 B I 0", true)]
    [InlineData("B 0 I", false)]
    public void Tags_without_types_and_odd_labels_follow_the_same_rules(string labels, bool allowed) =>
        Assert.Equal(allowed, Allows(["O", "B", "I", "0"], labels));

    [Theory]
    [InlineData("B-x E-x 0 S-x", true)]
    [InlineData("B-x 0 E-x", false)]
    [InlineData("O B-x 0", false)]
    public void No_odd_label_stands_in_a_span_that_must_end(string labels, bool allowed) =>
        Assert.Equal(allowed, Allows([.. Iobes, "0"], labels));

    [Theory]
    [InlineData(true, "B-x I-x O", "O B-y", "B-x B-x")]
    [InlineData(true, "B-x E-x O", "S-y")]
    [InlineData(false, "I-x I-x O", "O I-y", "I-x B-x O")]
    [InlineData(true, "B-x M-x E-x O", "S-y")]
    [InlineData(true, "B M E S", "S S")]
    [InlineData(true, "B-x I-x O 0", "O B-y")]
    [InlineData(true, "B-x I-x", "B-y B-x")]
    [InlineData(false, "B-x M-x E-x", "B-x E-x")]
    [InlineData(false, "NN VB", "DT NN")]
    [InlineData(false, "O O")]
    public void A_corpus_follows_the_rules_or_not(bool kept, params string[] sentences) =>
        Assert.Equal(kept, SpanRules.AreKeptBy(LabelledSentences.Corpus(sentences)));

    [Fact]
    public void A_mistake_in_a_corpus_does_not_cancel_the_rules()
    {
        string[] right = [.. Enumerable.Repeat("O B-x I-x", 10)];
        Assert.True(SpanRules.AreKeptBy(LabelledSentences.Corpus([.. right, "O I-x"])));
        Assert.False(SpanRules.AreKeptBy(LabelledSentences.Corpus([.. right, "O I-x", "O I-x", "O I-x"])));
    }

    private static string Bilou(string labels) =>
        labels.Replace("E-", "L-", StringComparison.Ordinal).Replace("S-", "U-", StringComparison.Ordinal);

    private static string Bmes(string labels) => labels.Replace("I-", "M-", StringComparison.Ordinal);

    private static bool Allows(string[] labels, string sequence)
    {
        var rules = new SpanRules(labels);
        int[] ids = [.. sequence.Split(' ').Select(label => Array.IndexOf(labels, label))];
        return rules.MayStart(ids[0]) && rules.MayEnd(ids[^1]) && ids.Zip(ids.Skip(1)).All(pair => rules.MayFollow(pair.First, pair.Second));
    }
}
