using Rnnctl.Text.Metrics;

namespace Rnnctl.Text.Tests.Metrics;

public sealed class SpanScorerTests
{
    /// <summary>Spans counted by hand: gold, predicted, then correct, predicted and gold spans.</summary>
    [Theory]
    [InlineData("B-A I-A O", "B-A I-A O", 1, 1, 1)]
    [InlineData("B-A I-A O", "B-A O O", 0, 1, 1)]
    [InlineData("B-A I-A O", "B-A I-A I-A", 0, 1, 1)]
    [InlineData("B-A B-A O", "B-A I-A O", 0, 1, 2)]
    [InlineData("B-A I-A", "B-A I-B", 0, 2, 1)]
    [InlineData("B-A O B-B", "B-A O B-A", 1, 2, 2)]
    [InlineData("O O", "O O", 0, 0, 0)]
    [InlineData("B-A I-A I-A", "O I-A I-A", 0, 1, 1)]
    [InlineData("I-A I-A I-B", "B-A I-A B-B", 2, 2, 2)]
    [InlineData("B-a-b I-a-b", "B-a-b I-a-c", 0, 2, 1)]
    [InlineData("B I O B", "B I O B", 2, 2, 2)]
    [InlineData("NN VB NN", "NN NN NN", 0, 0, 0)]
    [InlineData("[-A ]-A .-A", "[-A O .-A", 1, 1, 2)]
    [InlineData("B-A E-A S-A S-A", "B-A E-A S-A O", 2, 2, 3)]
    [InlineData("B-A E-A B-A E-A", "B-A I-A I-A E-A", 0, 1, 2)]
    [InlineData("B-A L-A U-A U-A", "B-A L-A U-A O", 2, 2, 3)]
    [InlineData("B-A M-A E-A S-A S-A", "B-A M-A E-A S-A O", 2, 2, 3)]
    public void Spans_are_counted_as_counted_by_hand(string gold, string predicted, long correct, long found, long expected) =>
        Assert.Equal(new LabelScore("", correct, found, expected), Score([(gold.Split(' '), predicted.Split(' '))]).Overall);

    /// <summary>The lines of conlleval.pl, version of 2004-01-26 (the last: with the rules that know S), for a sentence <c>w gold predicted</c>.</summary>
    [Theory]
    [InlineData("B I O B", "B O O B", 1, 2, 2, 50.00)]
    [InlineData("B-x 0 O B-y", "B-x O O B-y", 2, 2, 3, 80.00)]
    [InlineData("O 0 O B-y", "O O O B-y", 1, 1, 1, 100.00)]
    [InlineData("B-x I-x 0 B-y", "B-x I-x 0 B-y", 3, 3, 3, 100.00)]
    [InlineData("B 0 I", "B O I", 0, 2, 1, 0.00)]
    [InlineData("O O O O", "O B-x I-x O", 0, 1, 0, 0.00)]
    [InlineData("B-x M-x E-x O S-x", "B-x E-x S-x O S-x", 1, 3, 2, 40.00)]
    public void Spans_are_counted_as_conlleval_printed(string gold, string predicted, long correct, long found, long expected, double f1)
    {
        LabelScore score = Score([(gold.Split(' '), predicted.Split(' '))]).Overall;
        Assert.Equal(new LabelScore("", correct, found, expected), score);
        Assert.Equal(f1, 100 * score.F1, 0.005);
    }

    [Theory]
    [InlineData("O B-A M-A E-A S-A B-B M-B E-B S-B", 13)]
    [InlineData("B M E S", 14)]
    public void Random_labels_of_BMES_score_as_those_of_IOBES(string alphabet, int seed)
    {
        List<(string[] Gold, string[] Predicted)> sentences = RandomSentences(alphabet.Split(' '), new Random(seed));
        AssertSame(ConllevalReference.ScoreIobes(sentences.Select(pair => (WithInside(pair.Gold), WithInside(pair.Predicted)))), Score(sentences));
    }

    [Fact]
    public void An_inside_label_without_a_begin_starts_a_span() =>
        Assert.Equal(new LabelScore("", 1, 1, 1), Score([(["O", "I-A"], ["O", "B-A"])]).Overall);

    [Fact]
    public void A_span_does_not_continue_in_the_next_sentence() =>
        Assert.Equal(new LabelScore("", 2, 2, 2), Score([(["B-A"], ["B-A"]), (["I-A"], ["I-A"])]).Overall);

    [Fact]
    public void Types_and_accuracy_are_scored()
    {
        SpanScores scores = Score(
            [(["B-B", "I-B", "O", "B-A", "O"], ["B-B", "I-B", "B-A", "B-A", "O"]), (["B-C", "O", "O"], ["O", "O", "O"])]);
        Assert.Equal([new LabelScore("A", 1, 2, 1), new LabelScore("B", 1, 1, 1), new LabelScore("C", 0, 0, 1)], scores.Types);
        Assert.Equal(6.0 / 8, scores.Accuracy);
        Assert.Equal((2.0 / 3, 2.0 / 3), (scores.Overall.Precision, scores.Overall.Recall));
        Assert.Equal((0.5, 1.0), (scores.Types[0].Precision, scores.Types[0].Recall));
        Assert.Equal(2.0 / 3, scores.Types[0].F1, 1e-15);
        Assert.Equal((0.0, 0.0, 0.0), (scores.Types[2].Precision, scores.Types[2].Recall, scores.Types[2].F1));
    }

    [Fact]
    public void Empty_score_is_zero()
    {
        SpanScores scores = Score([]);
        Assert.Equal((0.0, 0.0), (scores.Accuracy, scores.Overall.F1));
    }

    [Fact]
    public void A_gold_label_that_the_model_lacks_counts_as_wrong()
    {
        SymbolTable labels = new();
        SpanScorer scorer = new(labels);
        int[] gold = [labels.Add("B-NEW"), labels.Add("O")];
        int[] predicted = [labels.Add("B-OLD"), labels.Add("O")];
        scorer.Add(gold, predicted);
        gold = [labels.Add("B-NEWER"), labels.Add("O")];
        scorer.Add(gold, predicted);
        Assert.Equal(new LabelScore("", 0, 2, 2), scorer.Score().Overall);
        Assert.Equal(0.5, scorer.Score().Accuracy);
    }

    /// <summary>The alphabets that the version of 2004 supports.</summary>
    [Theory]
    [InlineData("O B-A I-A B-B I-B", 1)]
    [InlineData("O B I B-A I-A", 2)]
    [InlineData("O I-A E-A I-B E-B", 3)]
    [InlineData("O [-A ]-A .-A [-B ]-B .-B", 4)]
    [InlineData("O B-A I-A B-a-b I-a-b I-a-c O-X", 5)]
    public void Random_labels_score_as_the_version_of_2004_counts_them(string alphabet, int seed)
    {
        List<(string[] Gold, string[] Predicted)> sentences = RandomSentences(alphabet.Split(' '), new Random(seed));
        AssertSame(ConllevalReference.Score2004(sentences), Score(sentences));
    }

    [Theory]
    [InlineData("O B-A I-A E-A S-A B-B I-B E-B S-B", 7)]
    [InlineData("O S-A S-B", 8)]
    [InlineData("O B-A E-A", 9)]
    [InlineData("O B I E S", 10)]
    public void Random_labels_score_as_the_versions_for_iobes_count_them(string alphabet, int seed)
    {
        List<(string[] Gold, string[] Predicted)> sentences = RandomSentences(alphabet.Split(' '), new Random(seed));
        AssertSame(ConllevalReference.ScoreIobes(sentences), Score(sentences));
    }

    /// <summary>
    /// The output of the original programs for random labels, with bare tags and mixed notations: conlleval.pl of 2004-01-26, and
    /// its copy that knows IOBES for alphabets with S.
    /// </summary>
    [Theory]
    [InlineData("O B-A I-A B-B I-B", 1, 11790, 7827, 7844, 5890, 79.69)]
    [InlineData("NN VB B-A I-A O X-A", 2, 11928, 5666, 5720, 3439, 79.24)]
    [InlineData("O B-A I-A [-A ]-B .-A", 3, 12063, 6281, 6329, 4369, 79.04)]
    [InlineData("O B-A I-A E-A S-A [-A ]-A .-A", 4, 12019, 6537, 6559, 4455, 78.57)]
    [InlineData("NN VB B-A I-A E-A S-A O X-A", 5, 11927, 6897, 6917, 4542, 77.08)]
    public void Random_labels_score_as_conlleval_printed(
        string alphabet,
        int seed,
        long tokens,
        long gold,
        long found,
        long correct,
        double accuracy)
    {
        SpanScores scores = Score(PrintedSentences(alphabet.Split(' '), new Random(seed)));
        Assert.Equal(new LabelScore("", correct, found, gold), scores.Overall);
        Assert.Equal(tokens, scores.Tokens);
        Assert.Equal(accuracy, 100 * scores.Accuracy, 0.005);
    }

    [Fact]
    public void The_same_spans_score_the_same_in_every_notation()
    {
        Random random = new(12);
        List<(string[] Gold, string[] Predicted)> iob = [];
        List<(string[] Gold, string[] Predicted)> iobes = [];
        List<(string[] Gold, string[] Predicted)> bilou = [];
        for (int sentence = 0; sentence < 300; sentence++)
        {
            string[] gold = RandomSpans(12, random);
            string[] predicted = RandomSpans(12, random);
            iob.Add((gold, predicted));
            iobes.Add((WithEnds(gold, 'E', 'S'), WithEnds(predicted, 'E', 'S')));
            bilou.Add((WithEnds(gold, 'L', 'U'), WithEnds(predicted, 'L', 'U')));
        }

        Assert.True(Score(iob).Overall.Correct > 100);
        Assert.Equal(Score(iob).Types, Score(iobes).Types);
        Assert.Equal(Score(iob).Types, Score(bilou).Types);
    }

    [Fact]
    public void Labellings_of_different_lengths_are_an_error()
    {
        SymbolTable labels = new();
        labels.Add("O");
        Assert.Throws<ArgumentException>(() => new SpanScorer(labels).Add([0, 0], [0]));
    }

    private static SpanScores Score(IEnumerable<(string[] Gold, string[] Predicted)> sentences)
    {
        SymbolTable labels = new();
        SpanScorer scorer = new(labels);
        foreach ((string[] gold, string[] predicted) in sentences)
        {
            scorer.Add([.. gold.Select(label => labels.Add(label))], [.. predicted.Select(label => labels.Add(label))]);
        }

        return scorer.Score();
    }

    private static void AssertSame(SpanScores expected, SpanScores found)
    {
        Assert.True(expected.Overall.Gold > 100);
        Assert.True(expected.Overall.Correct > 20);
        Assert.Equal(expected.Overall, found.Overall);
        Assert.Equal(expected.Types, found.Types);
        Assert.Equal((expected.Tokens, expected.CorrectTokens), (found.Tokens, found.CorrectTokens));
    }

    private static List<(string[] Gold, string[] Predicted)> RandomSentences(string[] alphabet, Random random)
    {
        List<(string[] Gold, string[] Predicted)> sentences = [];
        for (int sentence = 0; sentence < 500; sentence++)
        {
            string[] gold = random.GetItems(alphabet, random.Next(0, 12));
            sentences.Add((gold, [.. gold.Select(label => random.Next(4) == 0 ? random.GetItems(alphabet, 1)[0] : label)]));
        }

        return sentences;
    }

    /// <summary>The input sentences of conlleval; its input had a line <c>w gold predicted</c> for each token.</summary>
    private static List<(string[] Gold, string[] Predicted)> PrintedSentences(string[] alphabet, Random random)
    {
        List<(string[] Gold, string[] Predicted)> sentences = [];
        for (int sentence = 0; sentence < 2000; sentence++)
        {
            string[] gold = new string[random.Next(1, 12)];
            string[] predicted = new string[gold.Length];
            for (int token = 0; token < gold.Length; token++)
            {
                gold[token] = alphabet[random.Next(alphabet.Length)];
                predicted[token] = random.Next(4) == 0 ? alphabet[random.Next(alphabet.Length)] : gold[token];
            }

            sentences.Add((gold, predicted));
        }

        return sentences;
    }

    private static string[] RandomSpans(int length, Random random)
    {
        List<string> labels = [];
        while (labels.Count < length)
        {
            string type = random.Next(2) == 0 ? "A" : "B";
            int span = Math.Min(random.Next(0, 3), length - labels.Count);
            labels.AddRange(span == 0 ? ["O"] : ["B-" + type, .. Enumerable.Repeat("I-" + type, span - 1)]);
        }

        return [.. labels];
    }

    private static string[] WithInside(string[] labels) => [.. labels.Select(label => label[0] == 'M' ? "I" + label[1..] : label)];

    private static string[] WithEnds(string[] labels, char end, char single)
    {
        string[] marked = [.. labels];
        for (int place = 0; place < labels.Length; place++)
        {
            bool goesOn = place + 1 < labels.Length && labels[place + 1][0] == 'I';
            if (labels[place] != "O" && !goesOn)
            {
                marked[place] = (labels[place][0] == 'B' ? single : end) + labels[place][1..];
            }
        }

        return marked;
    }
}
