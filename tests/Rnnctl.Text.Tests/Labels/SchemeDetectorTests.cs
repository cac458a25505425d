using Rnnctl.Text.Labels;

namespace Rnnctl.Text.Tests.Labels;

public sealed class SchemeDetectorTests
{
    [Theory]
    [InlineData("O B-A I-A", true)]
    [InlineData("B-A", true)]
    [InlineData("O S-A E-A L-x U-y", true)]
    [InlineData("O", false)]
    [InlineData("", false)]
    [InlineData("NOUN VERB", false)]
    [InlineData("O B-A NOUN", false)]
    [InlineData("O B-", false)]
    [InlineData("O B I", false)]
    [InlineData("B-A M-A E-A", false)]
    public void Labels_that_marked_spans_in_rnnctl_0_1_0_are_recognised(string labels, bool expected) =>
        Assert.Equal(expected, SchemeDetector.IsSpanLabelling(labels.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Theory]
    [InlineData(LabelScheme.Iob1, "O I-x I-x", "I-x B-x O")]
    [InlineData(LabelScheme.Iob1, "O I-x I-x")]
    [InlineData(LabelScheme.Iob2, "O B-x I-x", "B-x B-x O")]
    [InlineData(LabelScheme.Iob2, "O B-x")]
    [InlineData(LabelScheme.Iobes, "O S-x")]
    [InlineData(LabelScheme.Iobes, "B-x I-x E-x")]
    [InlineData(LabelScheme.Bilou, "O U-x")]
    [InlineData(LabelScheme.Bilou, "B-x L-x")]
    [InlineData(LabelScheme.Bmes, "B-x M-x E-x", "S-x O")]
    [InlineData(LabelScheme.Bmes, "B M E S")]
    [InlineData(LabelScheme.Iob2, "B I O B")]
    [InlineData(LabelScheme.Iob2, "O B-x 0", "NN B-x")]
    [InlineData(LabelScheme.Iobes, "B I E", "0 S-x")]
    public void The_scheme_is_detected_from_the_labels(LabelScheme scheme, params string[] sentences) =>
        Assert.Equal(new SchemeFinding(scheme, "", 0, ""), Detect(sentences));

    [Theory]
    [InlineData(LabelScheme.Iob1)]
    [InlineData(LabelScheme.Iob2)]
    [InlineData(LabelScheme.Iobes)]
    [InlineData(LabelScheme.Bilou)]
    [InlineData(LabelScheme.Bmes)]
    public void The_scheme_of_random_spans_is_detected(LabelScheme scheme)
    {
        var random = new Random(5);
        for (int corpus = 0; corpus < 50; corpus++)
        {
            (int Length, List<(int, int, string)> Spans)[] sentences =
                [(1, [(0, 1, "x")]), (3, [(0, 3, "x")]), .. Enumerable.Repeat(0, 4).Select(_ => LabelledSentences.Draw(random))];
            Assert.Equal(scheme, Detect([.. sentences.Select(one => LabelledSentences.Write(scheme, one.Length, one.Spans))]).Scheme);
        }
    }

    [Theory]
    [InlineData("'E-x' belongs to IOBES, but 'U-x' to BILOU", "B-x E-x", "U-x")]
    [InlineData("'M-x' belongs to BMES, but 'I-y' does not", "B-x M-x E-x", "B-y I-y")]
    [InlineData("'M' belongs to BMES, but 'L' to BILOU", "B M L")]
    [InlineData("no label marks a span", "O O")]
    [InlineData("no label marks a span", "NN VB")]
    public void Labels_in_no_scheme_get_a_reason(string reason, params string[] sentences) =>
        Assert.Equal(new SchemeFinding(LabelScheme.Keep, reason, 0, ""), Detect(sentences));

    [Fact]
    public void Labels_that_break_the_scheme_are_counted_and_the_first_is_named() =>
        Assert.Equal(
            new SchemeFinding(LabelScheme.Iob2, "", 2, "sentence 2, token 2: I-x for B-x"),
            Detect("B-x I-x O", "O I-x I-x", "B-x B-y I-y", "B-x I-y"));

    [Theory]
    [InlineData("B-x E-x S-x O", true, true, false)]
    [InlineData("O O", true, true, true)]
    [InlineData("B-x M-x E-x", true, false, false)]
    public void A_few_labels_may_be_those_of_several_schemes(string labels, bool bmes, bool iobes, bool iob2)
    {
        LabelScheme[] schemes = [LabelScheme.Bmes, LabelScheme.Iobes, LabelScheme.Iob2];
        Assert.Equal([bmes, iobes, iob2], schemes.Select(scheme => SchemeDetector.IsWrittenIn(LabelledSentences.Corpus([labels]), scheme)));
    }

    private static SchemeFinding Detect(params string[] sentences) => SchemeDetector.Detect(LabelledSentences.Corpus(sentences));
}
