using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Parameters;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Metrics;
using Rnnctl.Text.Vocabularies;
using Rnnctl.Training.Tagging;

namespace Rnnctl.Training.Tests.Tagging;

/// <summary>Taggers that learn each sentence's intent beside its labels. The toy's intent says whether the sentence has an <c>a</c>.</summary>
public sealed class IntentTests : IDisposable
{
    private static readonly LabelledCorpus Toy = Corpus(seed: 1, sentences: 40);

    private static readonly TaggerVocabularies Vocabularies = TaggerVocabularies.Of(Toy, new VocabularySelection(1, null, default), withCharacters: false);

    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void Loss_of_a_guess_is_that_of_the_labels_and_the_weighted_one_of_the_intents()
    {
        using TaggerModel model = Create(_backend, new TrainingConfiguration { IntentWeight = 0.5 });
        foreach (ParameterShape shape in model.Parameters.Shapes) model.Parameters.Write(shape.Name, new float[shape.Count]);
        TaggingData data = Data(Toy);
        using var learner = new TaggerLearner(model, data.Encoded, data);
        Assert.Equal(Math.Log(2) + (0.5 * Math.Log(3)), learner.Learn([0, 1, 2, 3, 4], number: 1, rate: 0).Loss, 1e-6);
        Assert.Equal(Math.Log(2) + (0.5 * Math.Log(3)), learner.Evaluate()!.Loss!.Value, 1e-6);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void Tagger_with_intents_learns_the_same_in_shards(int threads, bool crf)
    {
        (double[] Losses, float[] Weights)[] runs = [.. new[] { 1, threads }.Select(count => Train(count, crf))];
        for (int update = 0; update < runs[0].Losses.Length; update++) Assert.Equal(runs[0].Losses[update], runs[1].Losses[update], 2e-5);
        for (int i = 0; i < runs[0].Weights.Length; i++) Assert.Equal(runs[0].Weights[i], runs[1].Weights[i], 2e-5);
    }

    [Fact]
    public void Epoch_in_steady_state_allocates_nothing()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 2);
        using TaggerModel model = Create(backend, new TrainingConfiguration());
        TaggingData data = Data(Toy);
        using var learner = new TaggerLearner(model, data.Encoded);
        var plan = new BatchPlan(data.Encoded, BatchLimit.OfSentences(4));
        for (int epoch = 0; epoch < 2; epoch++) RunEpoch(learner, plan, epoch);
        plan.Shuffle(new PhiloxRandom(seed: 1, stream: 2));
        Assert.Equal(0, AllocatedBytes.Of(() => RunPlanned(learner, plan, epoch: 2)));
    }

    [Fact]
    public void Intents_are_learnt_and_scored_as_counted_by_hand()
    {
        using TaggerModel model = Create(_backend, new TrainingConfiguration());
        TaggingData train = Data(Toy);
        LabelledCorpus gold = Corpus(seed: 2, sentences: 30, ("strange", "a b"));
        using var learner = new TaggerLearner(model, train.Encoded, Data(gold));
        var plan = new BatchPlan(train.Encoded, BatchLimit.OfSentences(4));
        for (int epoch = 0; epoch < 25; epoch++) RunEpoch(learner, plan, epoch);
        IntentScores scores = learner.Evaluate()!.Tagging!.Intents!;
        Assert.InRange(scores.Accuracy, 0.8, 0.99);

        TaggingData data = Data(gold);
        Assert.Equal(1, data.Encoded.UnseenIntents);
        using var runner = new TaggerRunner(model, withProbabilities: true);
        BatchPlan one = new(data.Encoded, BatchLimit.OfSentences(7));
        one.SortByLength();
        runner.Run(data.Encoded, one);
        int intents = 0, sentences = 0;
        for (int sentence = 0; sentence < gold.Sentences; sentence++)
        {
            string told = Vocabularies.Intents![runner.IntentOf(sentence)];
            Assert.InRange(runner.IntentProbabilityOf(sentence), 0.3f, 1);
            if (told != gold.IntentSymbols[gold.IntentOf(sentence)]) continue;
            intents++;
            string[] labels = [.. runner.LabelsOf(sentence).ToArray().Select(label => Vocabularies.Labels[label])];
            if (labels.SequenceEqual(gold.LabelsOf(sentence).ToArray().Select(label => gold.LabelSymbols[label]))) sentences++;
        }

        Assert.Equal((31, intents, sentences), (scores.Sentences, scores.RightIntents, scores.RightSentences));
        Assert.True(sentences < intents || intents < 30);
        Assert.Equal((double)sentences / 31, scores.SentenceAccuracy, 1e-12);
    }

    [Fact]
    public void Evaluation_in_two_parts_gives_the_scores_of_a_whole_one()
    {
        using TaggerModel model = Create(_backend, new TrainingConfiguration { IntentWeight = 2 });
        TaggingData data = Data(Toy);
        BatchLimit limit = BatchLimit.OfSentences(4);
        using var whole = new TaggerEvaluator(model, data, limit);
        IntentScores expected = whole.Evaluate().Intents!;

        // Two runs, one after the other: the first run's sums are what the second adds to its own.
        List<int[]> labels = [];
        List<double[]> numbers = [];
        using var first = new TaggerEvaluator(model, data, limit, share: new(0, 2, part => labels.Add(part.ToArray()), part => numbers.Add(part.ToArray())));
        first.Evaluate();
        (int label, int number) = (0, 0);
        using var second = new TaggerEvaluator(model, data, limit, share: new(1, 2, AddLabels, AddNumbers));
        Assert.Equal(expected, second.Evaluate().Intents);
        Assert.Equal(whole.Loss!.Value, second.Loss!.Value, 1e-6);

        void AddLabels(Span<int> own)
        {
            for (int i = 0; i < own.Length; i++) own[i] += labels[label][i];
            label++;
        }

        void AddNumbers(Span<double> own)
        {
            for (int i = 0; i < own.Length; i++) own[i] += numbers[number][i];
            number++;
        }
    }

    private static (double[] Losses, float[] Weights) Train(int threads, bool crf)
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads);
        using TaggerModel model = Create(
            backend, new TrainingConfiguration { Optimizer = OptimizerKind.Sgd, ClipNorm = null, BatchSize = 7, IntentWeight = 0.6 }, crf);
        using var learner = new TaggerLearner(model, Data(Toy).Encoded);
        int batches = learner.PlanEpoch(new PhiloxRandom(seed: 3, stream: 0));
        double[] losses = [.. Enumerable.Range(0, batches).Select(batch => learner.Learn(batch, batch + 1, rate: 0.3).Loss)];
        return (losses, ToyRun.Weights(model));
    }

    private static void RunEpoch(TaggerLearner learner, BatchPlan plan, int epoch)
    {
        plan.Shuffle(new PhiloxRandom(seed: 1, stream: (uint)epoch));
        RunPlanned(learner, plan, epoch);
    }

    private static void RunPlanned(TaggerLearner learner, BatchPlan plan, int epoch)
    {
        for (int batch = 0; batch < plan.Count; batch++) learner.Learn(plan[batch], (epoch * plan.Count) + batch + 1, rate: 0.01);
    }

    private static TaggerModel Create(Backend<float> backend, TrainingConfiguration training, bool crf = false) => TaggerModel.Create(
        new ModelConfiguration
        {
            Architecture = ToyTagging.Architecture with { Cell = "lstm", Crf = crf, Vocabularies = Vocabularies.Sizes() },
            Text = new TextConfiguration { Intent = true },
            Training = training,
        },
        Vocabularies,
        backend);

    private static TaggingData Data(LabelledCorpus corpus) => TaggingData.Of(corpus, Vocabularies);

    /// <summary>Sentences in which a token after <c>a</c> is a span; the intents <c>many</c>, <c>one</c> and <c>none</c> count the <c>a</c>.</summary>
    private static LabelledCorpus Corpus(ulong seed, int sentences, params (string Intent, string Tokens)[] further)
    {
        var random = new PhiloxRandom(seed, stream: 0);
        var corpus = new LabelledCorpus();
        for (int sentence = 0; sentence < sentences; sentence++)
            Add(null, [.. Enumerable.Range(0, 1 + random.Next(6)).Select(_ => "abcd"[random.Next(4)].ToString())]);
        foreach ((string intent, string tokens) in further) Add(intent, tokens.Split(' '));
        return corpus;

        void Add(string? intent, string[] tokens)
        {
            int count = tokens.Count(token => token == "a");
            corpus.SetIntent(intent ?? (count == 0 ? "none" : count == 1 ? "one" : "many"));
            for (int token = 0; token < tokens.Length; token++) corpus.Add(tokens[token], token > 0 && tokens[token - 1] == "a" ? "B-x" : "O");
            corpus.EndSentence();
        }
    }
}
