using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Taggers;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Training.Tests.Tagging;

public sealed class TaggerRunnerTests : IDisposable
{
    private static readonly string[] Lines = ["a b c", "", "d", "e a unseen c b a", "", "", "c c", "b a d", ""];

    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);
    private readonly TaggerModel _model;

    public TaggerRunnerTests() => _model = TaggerModel.Create(
        ToyTagging.Configure(new TrainingConfiguration { Seed = 3 }),
        ToyTagging.Vocabularies,
        _backend);

    public void Dispose()
    {
        _model.Dispose();
        _backend.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void Labels_and_probabilities_are_in_corpus_order_with_any_batches(int sentencesPerBatch)
    {
        EncodedCorpus corpus = WithoutLabels(Lines);
        using var runner = new TaggerRunner(_model, withProbabilities: true);
        runner.Run(corpus, Plan(corpus, sentencesPerBatch));
        for (int sentence = 0; sentence < Lines.Length; sentence++)
        {
            double[][] expected = Probabilities(corpus.TokensOf(sentence));
            Assert.Equal(expected.Select(row => Array.IndexOf(row, row.Max())), runner.LabelsOf(sentence).ToArray());
            float[] probabilities = runner.ProbabilitiesOf(sentence).ToArray();
            Assert.Equal(expected.Length, probabilities.Length);
            foreach ((double[] row, float probability) in expected.Zip(probabilities)) Assert.Equal(row.Max(), probability, 1e-6);
        }

        Assert.Equal(0, runner.LossTokens);
        Assert.Equal(0, runner.LossSum);
    }

    [Fact]
    public void The_labels_differ_from_token_to_token()
    {
        EncodedCorpus corpus = WithoutLabels(Lines);
        using var runner = new TaggerRunner(_model);
        runner.Run(corpus, Plan(corpus, 2));
        IEnumerable<int> labels = Enumerable.Range(0, Lines.Length).SelectMany(sentence => runner.LabelsOf(sentence).ToArray());
        Assert.Equal([0, 1], labels.Distinct().Order());
        Assert.True(runner.ProbabilitiesOf(0).IsEmpty);
    }

    [Fact]
    public void A_runner_serves_one_corpus_after_another()
    {
        EncodedCorpus large = WithoutLabels([.. Lines, .. Lines]), small = WithoutLabels(Lines[2..5]);
        using var runner = new TaggerRunner(_model);
        runner.Run(large, Plan(large, 3));
        int[] expected = runner.LabelsOf(3).ToArray();
        runner.Run(small, Plan(small, 3));
        Assert.Equal(expected, runner.LabelsOf(1).ToArray());
        Assert.Equal(0, runner.LabelsOf(2).Length);
    }

    [Fact]
    public void The_loss_counts_only_tokens_whose_label_training_saw()
    {
        var gold = new LabelledCorpus();
        AddSentence(gold, ("a", "O"), ("b", "B-x"), ("c", "B-unseen"));
        AddSentence(gold, ("d", "B-unseen"));
        AddSentence(gold, ("e", "O"), ("a", "O"));
        TaggingData data = TaggingData.Of(gold, _model.Vocabularies);
        Assert.Equal(2, data.Encoded.UnseenLabels);

        double sum = 0;
        for (int sentence = 0; sentence < gold.Sentences; sentence++)
        {
            double[][] probabilities = Probabilities(data.Encoded.TokensOf(sentence));
            int[] labels = data.Encoded.LabelsOf(sentence).ToArray();
            sum -= labels.Zip(probabilities).Where(pair => pair.First >= 0).Sum(pair => Math.Log(pair.Second[pair.First]));
        }

        foreach (int sentencesPerBatch in (int[])[1, 2, 3])
        {
            using var runner = new TaggerRunner(_model);
            runner.Run(data.Encoded, Plan(data.Encoded, sentencesPerBatch));
            Assert.Equal(4, runner.LossTokens);
            Assert.Equal(sum, runner.LossSum, 1e-5);
            using var evaluator = new TaggerEvaluator(_model, data, BatchLimit.OfSentences(sentencesPerBatch));
            evaluator.Evaluate();
            Assert.Equal(sum / 4, evaluator.Loss!.Value, 1e-5);
        }
    }

    [Fact]
    public void With_a_random_field_labels_probabilities_and_loss_do_not_depend_on_the_batches()
    {
        ModelConfiguration plain = ToyTagging.Configure(new TrainingConfiguration { Seed = 3 });
        using TaggerModel model = TaggerModel.Create(
            plain with { Architecture = plain.Architecture with { Crf = true } }, _model.Vocabularies, _backend);
        model.Parameters.Write("crf.transitions", [0.5f, -1, 2, 0.25f]);
        var gold = new LabelledCorpus();
        AddSentence(gold, ("a", "O"), ("b", "B-x"), ("c", "B-unseen"), ("a", "O"));
        AddSentence(gold, ("d", "B-unseen"));
        AddSentence(gold, ("e", "O"), ("a", "B-x"));
        TaggingData data = TaggingData.Of(gold, model.Vocabularies);
        List<(int[] Labels, float[] Probabilities, double Loss)> runs = [];
        foreach (int sentencesPerBatch in (int[])[1, 2, 3])
        {
            using var runner = new TaggerRunner(model, withProbabilities: true, withLogits: true);
            runner.Run(data.Encoded, Plan(data.Encoded, sentencesPerBatch));
            Assert.Equal(5, runner.LossTokens);
            IEnumerable<int> sentences = Enumerable.Range(0, 3);
            foreach (int sentence in sentences)
                Assert.Equal(runner.LabelsOf(sentence), runner.NewSearch().Find(runner.LogitsOf(sentence), 1)[0].Labels);
            runs.Add((
                [.. sentences.SelectMany(sentence => runner.LabelsOf(sentence).ToArray())],
                [.. sentences.SelectMany(sentence => runner.ProbabilitiesOf(sentence).ToArray())],
                runner.LossSum));
        }

        Assert.All(runs, run => Assert.Equal(runs[0].Labels, run.Labels));
        Assert.All(runs, run => Assert.All(run.Probabilities.Zip(runs[0].Probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-5)));
        Assert.All(runs, run => Assert.Equal(runs[0].Loss, run.Loss, 1e-5));
    }

    [Fact]
    public void Without_a_known_label_there_is_no_loss()
    {
        var gold = new LabelledCorpus();
        AddSentence(gold, ("d", "B-unseen"));
        using var evaluator = new TaggerEvaluator(_model, TaggingData.Of(gold, _model.Vocabularies), BatchLimit.OfSentences(1));
        Assert.Equal(0, evaluator.Evaluate().Spans.Accuracy);
        Assert.Null(evaluator.Loss);
    }

    private static void AddSentence(LabelledCorpus corpus, params (string Token, string Label)[] tokens)
    {
        foreach ((string token, string label) in tokens) corpus.Add(token, label);
        corpus.EndSentence();
    }

    private static BatchPlan Plan(EncodedCorpus corpus, int sentencesPerBatch)
    {
        var plan = new BatchPlan(corpus, BatchLimit.OfSentences(sentencesPerBatch));
        plan.SortByLength();
        return plan;
    }

    private EncodedCorpus WithoutLabels(string[] lines)
    {
        var corpus = new EncodedCorpus(_model.Tokens);
        var buffer = new SentenceBuffer();
        foreach (string line in lines)
        {
            buffer.Clear();
            buffer.Add(line);
            corpus.Add(buffer[0]);
        }

        return corpus;
    }

    /// <summary>Every token's distribution, <c>[tokens][labels]</c>, from the sentence's logits alone.</summary>
    private double[][] Probabilities(ReadOnlySpan<int> tokens)
    {
        if (tokens.IsEmpty) return [];
        using var tape = new Tape<float>(_backend, recording: false);
        var steps = new PackedSteps();
        steps.Assign([tokens.Length]);
        Tensor<float> logits = _model.Tagger.Logits(tape, new TaggerInput(tokens, steps), default).Value;
        var numbers = new float[logits.Count];
        _backend.Download(logits, numbers.AsSpan());
        return [.. numbers.Chunk(logits.Columns).Select(Softmax)];
    }

    private static double[] Softmax(float[] logits)
    {
        double sum = logits.Sum(logit => Math.Exp(logit));
        return [.. logits.Select(logit => Math.Exp(logit) / sum)];
    }
}
