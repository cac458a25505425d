using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Text.Tests.Labels;

public sealed class SpanConverterTests
{
    private static readonly LabelScheme[] Schemes = [LabelScheme.Iob1, LabelScheme.Iob2, LabelScheme.Iobes, LabelScheme.Bilou, LabelScheme.Bmes];

    public static TheoryData<LabelScheme, LabelScheme> Pairs
    {
        get
        {
            var pairs = new TheoryData<LabelScheme, LabelScheme>();
            foreach (LabelScheme one in Schemes)
                foreach (LabelScheme other in Schemes) pairs.Add(one, other);
            return pairs;
        }
    }

    [Theory]
    [InlineData(LabelScheme.Iob1, "I-x I-x B-x O I-y I-x")]
    [InlineData(LabelScheme.Iob2, "B-x I-x B-x O B-y B-x")]
    [InlineData(LabelScheme.Iobes, "B-x E-x S-x O S-y S-x")]
    [InlineData(LabelScheme.Bilou, "B-x L-x U-x O U-y U-x")]
    public void The_same_spans_are_written_in_each_scheme(LabelScheme scheme, string labels)
    {
        foreach (string from in (string[])["I-x I-x B-x O I-y I-x", "B-x I-x B-x O B-y B-x", "B-x E-x S-x O S-y S-x", "B-x L-x U-x O U-y U-x"])
            Assert.Equal([labels], Converted([from], scheme));
    }

    [Theory]
    [InlineData("O I-x I-x", "O B-x E-x")]
    [InlineData("B-x I-y", "S-x S-y")]
    [InlineData("E-x E-x", "S-x S-x")]
    [InlineData("B-x B-x E-x", "S-x B-x E-x")]
    [InlineData("B-x O", "S-x O")]
    [InlineData("M-x M-x", "B-x E-x")]
    [InlineData("B I O B", "B E O S")]
    [InlineData("B-x 0 I-x", "S-x 0 S-x")]
    public void Malformed_labels_are_corrected_as_conlleval_reads_them(string labels, string mended) =>
        Assert.Equal([mended], Converted([labels], LabelScheme.Iobes));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Converting_there_and_back_restores_the_labels(LabelScheme one, LabelScheme other)
    {
        string[] labels = Random(one, seed: 1);
        LabelledCorpus there = SpanConverter.Convert(LabelledSentences.Corpus(labels), other);
        Assert.Equal(Random(other, seed: 1), LabelledSentences.Show(there));
        Assert.Equal(labels, LabelledSentences.Show(SpanConverter.Convert(there, one)));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Converting_changes_no_span_score(LabelScheme one, LabelScheme other)
    {
        // Two labellings of the same sentences with random tags, mostly malformed.
        (string[] gold, string[] predicted) = (Disorder(one, seed: 2), Disorder(one, seed: 3));
        SpanScores before = Score(gold, predicted);
        SpanScores after = Score(Converted(gold, other), Converted(predicted, other));
        Assert.Equal(before.Overall, after.Overall);
        Assert.Equal(before.Types, after.Types);
        Assert.InRange(before.Overall.Correct, 20, before.Overall.Gold - 20);
    }

    [Theory]
    [InlineData(LabelScheme.Iob1)]
    [InlineData(LabelScheme.Iob2)]
    [InlineData(LabelScheme.Iobes)]
    [InlineData(LabelScheme.Bilou)]
    [InlineData(LabelScheme.Bmes)]
    public void Converting_changes_no_score_where_labels_mark_no_span(LabelScheme scheme)
    {
        string[] tags = ["O", "0", "B", "I", "E", "S", "B-x", "I-x", "E-x", "S-x", "NN-x"];
        (string[] gold, string[] predicted) = (Draw(tags, seed: 5), Draw(tags, seed: 6));
        Assert.Equal(Score(gold, predicted).Overall, Score(Converted(gold, scheme), Converted(predicted, scheme)).Overall);
    }

    [Fact]
    public void Converted_labels_follow_the_rules_of_their_scheme()
    {
        foreach (LabelScheme scheme in Schemes.Except([LabelScheme.Iob1]))
            Assert.True(SpanRules.AreKeptBy(SpanConverter.Convert(LabelledSentences.Corpus(Disorder(LabelScheme.Iob2, seed: 4)), scheme)));
    }

    [Fact]
    public void All_possible_labels_are_added_in_advance()
    {
        var target = new SymbolTable();
        var converter = new SpanConverter(["O", "S-x", "B-y", "E-y"], LabelScheme.Iob1, target);
        converter.AddAllLabels();
        Assert.Equal(["O", "B-x", "I-x", "B-y", "I-y"], target.Symbols);
        target = new SymbolTable();
        new SpanConverter(["O", "0", "B"], LabelScheme.Bmes, target).AddAllLabels();
        Assert.Equal(["O", "0", "B", "M", "E", "S"], target.Symbols);
    }

    [Fact]
    public void Labels_are_converted_to_the_ids_that_were_added()
    {
        var target = new SymbolTable();
        var converter = new SpanConverter(["O", "S-x", "B-y", "E-y"], LabelScheme.Iob1, target);
        converter.AddAllLabels();
        int[] converted = new int[3];
        converter.Convert([1, 1, 0], converted);
        Assert.Equal(["I-x", "B-x", "O"], converted.Select(id => target[id]));
        Assert.Equal(5, target.Count);
    }

    [Fact]
    public void Converting_keeps_the_tokens()
    {
        var corpus = new LabelledCorpus();
        corpus.Add("leave", "O");
        corpus.Add("Taipei", "I-x");
        corpus.EndSentence();
        LabelledCorpus converted = SpanConverter.Convert(corpus, LabelScheme.Bilou);
        Assert.Equal(["leave", "Taipei"], converted.TokensOf(0).ToArray().Select(id => converted.TokenSymbols[id]));
        Assert.Equal(["O", "I-x"], corpus.LabelSymbols.Symbols);
        Assert.Equal(["O", "U-x"], converted.LabelSymbols.Symbols);
    }

    private static string[] Converted(string[] labels, LabelScheme scheme) =>
        LabelledSentences.Show(SpanConverter.Convert(LabelledSentences.Corpus(labels), scheme));

    private static string[] Random(LabelScheme scheme, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, 300).Select(_ => LabelledSentences.Draw(random))
                .Select(drawn => LabelledSentences.Write(scheme, drawn.Length, drawn.Spans)),
        ];
    }

    private static string[] Disorder(LabelScheme scheme, int seed)
    {
        var random = new Random(seed);
        string tags = scheme switch { LabelScheme.Iobes => "BIES", LabelScheme.Bilou => "BILU", LabelScheme.Bmes => "BMES", _ => "BI" };
        return [.. Enumerable.Range(0, 300).Select(sentence => string.Join(' ', Enumerable.Range(0, 1 + (sentence % 7)).Select(_ => Label(random, tags))))];
    }

    private static string[] Draw(string[] labels, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 300).Select(sentence => string.Join(' ', random.GetItems(labels, 1 + (sentence % 7))))];
    }

    private static string Label(Random random, string tags) => random.Next(3) == 0 ? "O" : $"{tags[random.Next(tags.Length)]}-{"xy"[random.Next(2)]}";

    private static SpanScores Score(string[] gold, string[] predicted)
    {
        var labels = new SymbolTable();
        var scorer = new SpanScorer(labels);
        foreach ((string one, string other) in gold.Zip(predicted)) scorer.Add(Ids(one), Ids(other));
        return scorer.Score();

        int[] Ids(string sentence) => [.. sentence.Split(' ').Select(label => labels.Add(label))];
    }
}
