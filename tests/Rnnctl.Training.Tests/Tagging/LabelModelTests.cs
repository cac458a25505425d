using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Decoding;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Labels;
using Rnnctl.Training.Tagging;

namespace Rnnctl.Training.Tests.Tagging;

/// <summary>A tagger that decodes with a language model of its labels, against the sums over all labellings of short sentences.</summary>
public sealed class LabelModelTests : IDisposable
{
    private const double Weight = 0.7;
    private const int Labels = 2;

    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);
    private readonly TaggingData _train = ToyTagging.Data(seed: 1, sentences: 40), _data = ToyTagging.Data(seed: 2, sentences: 12);

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void The_models_chain_holds_the_weighted_logarithms()
    {
        using TaggerModel model = Create(Weight);
        double[] logarithms = Logarithms();
        AssertWeighted([logarithms[0], logarithms[1], logarithms[3], logarithms[4]], Read(model, "transitions", 4));
        AssertWeighted([logarithms[6], logarithms[7]], Read(model, "start_transitions", 2));
        AssertWeighted([logarithms[2], logarithms[5]], Read(model, "end_transitions", 2));

        static void AssertWeighted(double[] logarithms, float[] scores) =>
            Assert.All(logarithms.Zip(scores), pair => Assert.Equal(Weight * pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Labels_probabilities_and_scores_are_those_of_all_labellings()
    {
        using TaggerModel model = Create(Weight);
        using TaggerRunner runner = Run(model);
        NBestSearch search = runner.NewSearch();
        double[] logarithms = Logarithms();
        int changed = 0;
        for (int sentence = 0; sentence < _data.Encoded.Sentences; sentence++)
        {
            double[][] logP = [.. runner.LogitsOf(sentence).ToArray().Chunk(Labels).Select(LogSoftmax)];
            (int[] Labels, double Weight)[] all =
                [.. Sequences(logP.Length).Select(labels => (labels, Math.Exp(Score(logP, logarithms, labels)))).OrderByDescending(one => one.Item2)];
            double sum = all.Sum(one => one.Weight);
            int[] found = runner.LabelsOf(sentence).ToArray(), gold = _data.Encoded.LabelsOf(sentence).ToArray();

            Assert.Equal(all[0].Labels, found);
            for (int token = 0; token < found.Length; token++)
            {
                double marginal = all.Where(one => one.Labels[token] == found[token]).Sum(one => one.Weight) / sum;
                Assert.Equal(marginal, runner.ProbabilitiesOf(sentence)[token], 1e-5);
            }

            Assert.All(
                all.Zip(search.Find(runner.LogitsOf(sentence), 2)), pair => Assert.Equal(pair.First.Weight / sum, pair.Second.Probability, 1e-5));
            Assert.Equal(Math.Log(all.Single(one => one.Labels.SequenceEqual(gold)).Weight / sum), runner.LogProbabilityOf(sentence), 1e-4);
            changed += logP.Where((row, token) => Array.IndexOf(row, row.Max()) != found[token]).Count();
        }

        Assert.True(changed > 0, "the label model changes no label");
    }

    [Fact]
    public void The_loss_is_that_of_the_tokens_alone()
    {
        using TaggerModel with = Create(Weight), without = Create(weight: 0);
        using TaggerRunner runner = Run(with), plain = Run(without);
        Assert.Equal(plain.LossSum, runner.LossSum);
        Assert.Equal(_data.Encoded.Tokens, runner.LossTokens);
    }

    [Fact]
    public void Training_leaves_the_label_model_as_it_was_counted()
    {
        using TaggerModel model = Create(Weight);
        using var learner = new TaggerLearner(model, _train.Encoded);
        float[] before = Read(model, "transitions", 4), output = new float[Labels];
        learner.Learn([0, 1, 2, 3], number: 1, rate: 0.1);
        Assert.Equal(before, Read(model, "transitions", 4));
        model.Parameters.Read("output.bias", output);
        Assert.Contains(output, number => number != 0);
    }

    private TaggerModel Create(double weight)
    {
        ModelConfiguration plain = ToyTagging.Configure(new TrainingConfiguration { Seed = 3 });
        var model = TaggerModel.Create(
            plain with { Architecture = plain.Architecture with { LabelModel = weight } }, ToyTagging.Vocabularies, _backend);
        LabelModel.Learn(model, _train.Encoded);
        return model;
    }

    private TaggerRunner Run(TaggerModel model)
    {
        var plan = new BatchPlan(_data.Encoded, BatchLimit.OfSentences(5));
        plan.SortByLength();
        var runner = new TaggerRunner(model, withProbabilities: true, withLogits: true, withSurprisals: true);
        runner.Run(_data.Encoded, plan);
        return runner;
    }

    /// <summary>log p of the bigrams of the training corpus; the boundary is symbol 2.</summary>
    private double[] Logarithms()
    {
        var bigrams = new LabelBigrams(Labels);
        for (int sentence = 0; sentence < _train.Encoded.Sentences; sentence++) bigrams.Add(_train.Encoded.LabelsOf(sentence));
        return bigrams.LogProbabilities();
    }

    private static double Score(double[][] logP, double[] logarithms, int[] labels)
    {
        double score = 0;
        int previous = Labels;
        for (int token = 0; token < labels.Length; token++)
        {
            score += logP[token][labels[token]] + (Weight * logarithms[(previous * (Labels + 1)) + labels[token]]);
            previous = labels[token];
        }

        return score + (Weight * logarithms[(previous * (Labels + 1)) + Labels]);
    }

    private static IEnumerable<int[]> Sequences(int tokens) =>
        Enumerable.Range(0, 1 << tokens).Select(number => Enumerable.Range(0, tokens).Select(token => (number >> token) & 1).ToArray());

    private static double[] LogSoftmax(float[] logits)
    {
        double logarithm = Math.Log(logits.Sum(logit => Math.Exp(logit)));
        return [.. logits.Select(logit => logit - logarithm)];
    }

    private static float[] Read(TaggerModel model, string name, int count)
    {
        float[] numbers = new float[count];
        model.Parameters.Read($"label_model.{name}", numbers);
        return numbers;
    }
}
