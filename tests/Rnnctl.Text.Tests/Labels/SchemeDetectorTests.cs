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
    public void Labels_that_mark_spans_are_recognised(string labels, bool expected) =>
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
    public void The_scheme_is_detected_from_the_labels(LabelScheme scheme, params string[] sentences) =>
        Assert.Equal(new SchemeFinding(scheme, "", 0, ""), Detect(sentences));

    [Theory]
    [InlineData(LabelScheme.Iob1)]
    [InlineData(LabelScheme.Iob2)]
    [InlineData(LabelScheme.Iobes)]
    [InlineData(LabelScheme.Bilou)]
    public void The_scheme_of_random_spans_is_detected(LabelScheme scheme)
    {
        var random = new Random(5);
        for (int corpus = 0; corpus < 50; corpus++)
        {
            (int Length, List<(int, int, string)> Spans)[] sentences =
                [(1, [(0, 1, "x")]), (2, [(0, 2, "x")]), .. Enumerable.Repeat(0, 4).Select(_ => LabelledSentences.Draw(random))];
            Assert.Equal(scheme, Detect([.. sentences.Select(one => LabelledSentences.Write(scheme, one.Length, one.Spans))]).Scheme);
        }
    }

    [Theory]
    [InlineData("'NN' is neither O nor a tag and a type, such as B-x", "NN B-x")]
    [InlineData("'B' is neither O nor a tag and a type, such as B-x", "B I O")]
    [InlineData("'E-x' belongs to IOBES, but 'U-x' to BILOU", "B-x E-x", "U-x")]
    [InlineData("no label marks a span", "O O")]
    public void Labels_in_no_scheme_get_a_reason(string reason, params string[] sentences) =>
        Assert.Equal(new SchemeFinding(LabelScheme.Keep, reason, 0, ""), Detect(sentences));

    [Fact]
    public void Labels_that_break_the_scheme_are_counted_and_the_first_is_named() =>
        Assert.Equal(
            new SchemeFinding(LabelScheme.Iob2, "", 2, "sentence 2, token 2: I-x for B-x"),
            Detect("B-x I-x O", "O I-x I-x", "B-x B-y I-y", "B-x I-y"));

    private static SchemeFinding Detect(params string[] sentences) => SchemeDetector.Detect(LabelledSentences.Corpus(sentences));
}
