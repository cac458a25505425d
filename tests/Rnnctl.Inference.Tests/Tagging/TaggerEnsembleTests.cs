using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Decoding;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Inference.Tests.Tagging;

/// <summary>Taggers that label together, against means over what each of them gives alone.</summary>
public sealed class TaggerEnsembleTests : IDisposable
{
    private const double Tolerance = 2e-6;

    private static readonly string[] Lines = ["a b a c", "", "c", "b z"];
    private static readonly string[] Labels = ["O", "B-x", "I-x"];

    // The second model has other tokens, and the same labels in another order.
    private static readonly Dictionary<string, IReadOnlyList<string>> OtherSymbols =
        new() { ["tokens"] = ["<unk>", "c", "z", "a", "y"], ["labels"] = ["I-x", "O", "B-x"] };

    private readonly TemporaryFolder _folder = new();
    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);

    public void Dispose()
    {
        _backend.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Probabilities_are_the_mean_of_the_models_probabilities()
    {
        Write(crf: false);
        float[][][] logits = LogitsOfEach();
        using TaggerEnsemble ensemble = Load("first", "second", "third");
        using TaggerRunner runner = Run(ensemble, out EncodedCorpus corpus);
        NBestSearch search = runner.NewSearch();
        for (int sentence = 0; sentence < Lines.Length; sentence++)
        {
            double[][] mean = MeanOfSoftmax([.. logits.Select(model => model[sentence])], corpus.LengthOf(sentence));
            Assert.Equal(mean.Select(row => Array.IndexOf(row, row.Max())), runner.LabelsOf(sentence).ToArray());
            Assert.All(mean.Zip(runner.ProbabilitiesOf(sentence).ToArray()), pair => Assert.Equal(pair.First.Max(), pair.Second, Tolerance));
            double[] best = [.. Sequences(mean.Length).Select(labels => labels.Index().Aggregate(1.0, (p, one) => p * mean[one.Index][one.Item]))];
            IReadOnlyList<ScoredLabelling> found = search.Find(runner.LogitsOf(sentence), 3);
            if (mean.Length > 0) Assert.All(best.OrderDescending().Zip(found), pair => Assert.Equal(pair.First, pair.Second.Probability, Tolerance));
        }
    }

    [Fact]
    public void Scores_of_conditional_random_fields_are_averaged_before_decoding()
    {
        Dictionary<string, float[]>[] weights = Write(crf: true);
        float[][][] emissions = LogitsOfEach();
        using TaggerEnsemble ensemble = Load("first", "second", "third");
        using TaggerRunner runner = Run(ensemble, out EncodedCorpus corpus);
        NBestSearch search = runner.NewSearch();
        for (int sentence = 0; sentence < Lines.Length; sentence++)
        {
            int tokens = corpus.LengthOf(sentence);
            if (tokens == 0) continue;
            (int[] Labels, double Weight)[] all =
                [.. Sequences(tokens).Select(labels => (labels, Math.Exp(MeanScore(weights, [.. emissions.Select(model => model[sentence])], labels))))];
            double sum = all.Sum(one => one.Weight);
            int[] best = all.MaxBy(one => one.Weight).Labels;
            Assert.Equal(best, runner.LabelsOf(sentence).ToArray());
            for (int token = 0; token < tokens; token++)
            {
                double marginal = all.Where(one => one.Labels[token] == best[token]).Sum(one => one.Weight) / sum;
                Assert.Equal(marginal, runner.ProbabilitiesOf(sentence)[token], 1e-5);
            }

            IReadOnlyList<ScoredLabelling> found = search.Find(runner.LogitsOf(sentence), 2);
            Assert.All(
                all.OrderByDescending(one => one.Weight).Zip(found), pair => Assert.Equal(pair.First.Weight / sum, pair.Second.Probability, 1e-5));
        }
    }

    [Fact]
    public void Scores_of_label_models_are_averaged_beside_the_mean_of_the_probabilities()
    {
        Dictionary<string, float[]>[] weights = Write(RandomModel.Tagger with { LabelModel = 0.5 });
        float[][][] logits = LogitsOfEach();
        using TaggerEnsemble ensemble = Load("first", "second", "third");
        using TaggerRunner runner = Run(ensemble, out EncodedCorpus corpus);
        for (int sentence = 0; sentence < Lines.Length; sentence++)
        {
            int tokens = corpus.LengthOf(sentence);
            if (tokens == 0) continue;
            double[][] mean = MeanOfSoftmax([.. logits.Select(model => model[sentence])], tokens);
            double Score(int[] labels) => labels.Index().Sum(one => Math.Log(mean[one.Index][one.Item])) + MeanOfChains(weights, "label_model", labels);
            (int[] Labels, double Weight)[] all = [.. Sequences(tokens).Select(labels => (labels, Math.Exp(Score(labels))))];
            int[] best = all.MaxBy(one => one.Weight).Labels;
            Assert.Equal(best, runner.LabelsOf(sentence).ToArray());
            double marginal = all.Where(one => one.Labels[0] == best[0]).Sum(one => one.Weight) / all.Sum(one => one.Weight);
            Assert.Equal(marginal, runner.ProbabilitiesOf(sentence)[0], 1e-5);
        }
    }

    [Theory]
    [InlineData("labels", "it does not know the label 'I-x' of {0}: taggers that label together know the same labels")]
    [InlineData("more", "its label 'I-y' is unknown to {0}: taggers that label together know the same labels")]
    [InlineData("label model", "it has a label model, and {0} has none: taggers that label together have either all of them a label model or none")]
    [InlineData("crf", "it has a conditional random field, and {0} has none: taggers that label together have either all of them a field or none")]
    public void Models_that_do_not_go_together_are_refused(string difference, string expected)
    {
        Write(crf: false);
        var symbols = new Dictionary<string, IReadOnlyList<string>>(RandomModel.TaggerSymbols);
        if (difference == "labels") symbols["labels"] = ["O", "B-x"];
        if (difference == "more") symbols["labels"] = [.. Labels, "I-y"];
        ArchitectureConfiguration other = RandomModel.Tagger with { Crf = difference == "crf", LabelModel = difference == "label model" ? 0.5 : 0 };
        RandomModel.Write(_folder["other"], ModelTask.Tag, other, symbols, 4);
        InputException error = Assert.Throws<InputException>(() => Load("first", "other"));
        Assert.Equal($"{_folder["other"]}: {expected.Replace("{0}", _folder["first"], StringComparison.Ordinal)}", error.Message);
    }

    private Dictionary<string, float[]>[] Write(bool crf) => Write(RandomModel.Tagger with { Crf = crf });

    private Dictionary<string, float[]>[] Write(ArchitectureConfiguration plain)
    {
        return
        [
            RandomModel.Write(_folder["first"], ModelTask.Tag, plain, RandomModel.TaggerSymbols, 1),
            RandomModel.Write(_folder["second"], ModelTask.Tag, plain with { Cell = "gru", Hidden = 5 }, OtherSymbols, 2),
            RandomModel.Write(_folder["third"], ModelTask.Tag, plain, RandomModel.TaggerSymbols, 3),
        ];
    }

    private TaggerEnsemble Load(params string[] names) => TaggerEnsemble.Load(names.Select(name => ModelDirectory.Open(_folder[name])), _backend);

    private static TaggerRunner Run(TaggerEnsemble ensemble, out EncodedCorpus corpus)
    {
        corpus = ensemble.First.NewSentences();
        var sentences = new SentenceBuffer();
        foreach (string line in Lines) sentences.Add(line);
        for (int sentence = 0; sentence < Lines.Length; sentence++)
        {
            corpus.Add(sentences[sentence]);
            ensemble.Add(sentences[sentence]);
        }

        var runner = new TaggerRunner(ensemble, withProbabilities: true, withLogits: true);
        var plan = new BatchPlan(corpus, BatchLimit.OfSentences(2));
        plan.SortByLength();
        runner.Run(corpus, plan);
        return runner;
    }

    /// <summary>The logits that each model gives each sentence alone, with the labels in the order of the first model.</summary>
    private float[][][] LogitsOfEach()
    {
        return [Logits("first"), Logits("second"), Logits("third")];

        float[][] Logits(string name)
        {
            using TaggerEnsemble alone = Load(name);
            using TaggerRunner runner = Run(alone, out EncodedCorpus corpus);
            int[] order = [.. Labels.Select(label => alone.First.Labels.Find(label))];
            return [.. Enumerable.Range(0, Lines.Length).Select(sentence => Reordered(runner.LogitsOf(sentence).ToArray(), order))];
        }
    }

    private static float[] Reordered(float[] rows, int[] order) =>
        [.. rows.Chunk(order.Length).SelectMany(row => order.Select(label => row[label]))];

    private static double[][] MeanOfSoftmax(float[][] logits, int tokens) =>
    [
        .. Enumerable.Range(0, tokens).Select(token => Enumerable.Range(0, Labels.Length).Select(label => logits.Average(model =>
        {
            double[] row = [.. model.Skip(token * Labels.Length).Take(Labels.Length).Select(logit => Math.Exp(logit))];
            return row[label] / row.Sum();
        })).ToArray()),
    ];

    /// <summary>The mean over the models of the score of a labelling.</summary>
    private static double MeanScore(Dictionary<string, float[]>[] weights, float[][] emissions, int[] labels) =>
        MeanOfChains(weights, "crf", labels) + emissions.Average(model => labels.Index().Sum(one => model[(one.Index * Labels.Length) + one.Item]));

    /// <summary>The mean of the scores of the start, the transitions and the end.</summary>
    private static double MeanOfChains(Dictionary<string, float[]>[] weights, string chain, int[] labels)
    {
        double sum = 0;
        for (int model = 0; model < weights.Length; model++)
        {
            IReadOnlyList<string> known = model == 1 ? OtherSymbols["labels"] : RandomModel.TaggerSymbols["labels"];
            int[] ids = [.. labels.Select(label => known.ToList().IndexOf(Labels[label]))];
            sum += weights[model][$"{chain}.start_transitions"][ids[0]] + weights[model][$"{chain}.end_transitions"][ids[^1]];
            for (int token = 1; token < labels.Length; token++)
                sum += weights[model][$"{chain}.transitions"][(ids[token - 1] * Labels.Length) + ids[token]];
        }

        return sum / weights.Length;
    }

    private static IEnumerable<int[]> Sequences(int tokens) => tokens == 0
        ? [[]]
        : Sequences(tokens - 1).SelectMany(before => Enumerable.Range(0, Labels.Length).Select(label => (int[])[.. before, label]));
}
