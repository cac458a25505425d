using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Text.Tests.Metrics;

public sealed class TaggingErrorsTests
{
    /// <summary>One sentence a case; errors by hand: kind, gold, predicted.</summary>
    [Theory]
    [InlineData("B-A I-A O", "B-A I-A O", "")]
    [InlineData("B-A I-A O", "B-B I-B O", "Type A B")]
    [InlineData("B-A I-A O", "B-A O O", "Boundary A A")]
    [InlineData("B-A I-A O", "O B-B I-B", "TypeAndBoundary A B")]
    [InlineData("B-A I-A O", "O O O", "Missed A ")]
    [InlineData("O O O", "B-A I-A O", "Spurious  A")]
    [InlineData("B-A I-A I-A I-A", "B-A O B-A I-A", "Boundary A A|Spurious  A")]
    [InlineData("B-A I-A I-A O", "B-B I-B I-A I-A", "Boundary A A|Spurious  B")]
    [InlineData("B-A I-A I-A O", "B-B I-B B-C O", "TypeAndBoundary A B|Spurious  C")]
    [InlineData("B-A B-B", "B-B I-B", "Boundary B B|Missed A ")]
    [InlineData("B-A B-B O", "B-B B-A O", "Type A B|Type B A")]
    [InlineData("S-A B-A E-A", "S-B B-A I-A", "Type A B")]
    [InlineData("B M E S", "B E S S", "Boundary  |Spurious  ")]
    public void Spans_are_paired_as_by_hand(string gold, string predicted, string errors) => Assert.Equal(
        errors, string.Join('|', Of([gold], [predicted]).Select(error => $"{error.Kind} {error.Gold} {error.Predicted}")));

    [Fact]
    public void The_most_frequent_error_is_first_with_its_first_examples()
    {
        IReadOnlyList<TaggingError> errors = Of(["B-A O", "B-A O", "O B-A", "B-A"], ["O B-C", "B-B O", "O B-B", "B-B"]);
        Assert.Equal([("A", "B", 3), ("A", null, 1), (null, "C", 1)], errors.Select(error => (error.Gold, error.Predicted, error.Count)));
        Assert.Equal([(1, new LabelledSpan(0, 1, "A"), new LabelledSpan(0, 1, "B")), (2, new(1, 2, "A"), new(1, 2, "B"))], errors[0].Examples);
        Assert.Equal((0, null, new LabelledSpan(1, 2, "C")), errors[2].Examples[0]);
    }

    [Fact]
    public void Errors_of_labels_are_counted_by_token()
    {
        (LabelledCorpus gold, PredictedLabels predicted) = Corpora(["DT NN VB", "NN NN"], ["DT VB VB", "VB DT"]);
        IReadOnlyList<TaggingError> errors = TaggingErrors.OfLabels(gold, predicted, examples: 1);
        Assert.Equal([("NN", "VB", 2), ("NN", "DT", 1)], errors.Select(error => (error.Gold, error.Predicted, error.Count)));
        Assert.Equal((1, new LabelledSpan(1, 2, "NN"), new LabelledSpan(1, 2, "DT")), errors[1].Examples[0]);
    }

    /// <summary>Every span is correct or in one error, whatever the scheme; conlleval's counts are the oracle.</summary>
    [Theory]
    [InlineData("O B-A I-A B-B I-B", 1)]
    [InlineData("O I-A I-B", 2)]
    [InlineData("O B-A I-A E-A S-A B-B I-B E-B S-B", 3)]
    [InlineData("O B-A I-A L-A U-A B-B I-B L-B U-B", 4)]
    [InlineData("B M E S", 5)]
    [InlineData("O B I", 6)]
    public void Errors_and_correct_spans_make_conllevals_counts(string alphabet, int seed)
    {
        string[] labels = alphabet.Split(' ');
        var random = new Random(seed);
        string[] gold = [.. Enumerable.Range(0, 200).Select(_ => string.Join(' ', random.GetItems(labels, 1 + random.Next(12))))];
        string Changed(string label) => random.Next(4) == 0 ? random.GetItems(labels, 1)[0] : label;
        string[] predicted = [.. gold.Select(line => string.Join(' ', line.Split(' ').Select(Changed)))];
        (LabelledCorpus corpus, PredictedLabels given) = Corpora(gold, predicted);
        var scorer = new SpanScorer(corpus.LabelSymbols);
        for (int sentence = 0; sentence < corpus.Sentences; sentence++) scorer.Add(corpus.LabelsOf(sentence), given.LabelsOf(sentence));
        LabelScore spans = scorer.Score().Overall;
        IReadOnlyList<TaggingError> errors = TaggingErrors.OfSpans(corpus, given, examples: 0);
        Assert.True(errors.Count > 2);
        Assert.Equal(spans.Gold - spans.Correct, errors.Where(error => error.Kind != TaggingErrorKind.Spurious).Sum(error => error.Count));
        Assert.Equal(spans.Predicted - spans.Correct, errors.Where(error => error.Kind != TaggingErrorKind.Missed).Sum(error => error.Count));
    }

    [Fact]
    public void Macro_F1_is_the_mean_of_the_types()
    {
        Assert.Equal((1 + (2.0 / 3) + 0) / 3, LabelScore.MacroF1([new("A", 2, 2, 2), new("B", 1, 2, 1), new("C", 0, 0, 5)]), 1e-15);
        Assert.Equal(0, LabelScore.MacroF1([]));
    }

    private static IReadOnlyList<TaggingError> Of(string[] gold, string[] predicted)
    {
        (LabelledCorpus corpus, PredictedLabels given) = Corpora(gold, predicted);
        return TaggingErrors.OfSpans(corpus, given, examples: 2);
    }

    private static (LabelledCorpus Gold, PredictedLabels Predicted) Corpora(string[] gold, string[] predicted)
    {
        var corpus = new LabelledCorpus();
        foreach (string line in gold)
        {
            foreach (string label in line.Split(' ')) corpus.Add("w", label);
            corpus.EndSentence();
        }

        var given = new PredictedLabels(corpus);
        foreach (string line in predicted)
        {
            foreach (string label in line.Split(' ')) given.Add(label);
            given.EndSentence();
        }

        return (corpus, given);
    }
}
