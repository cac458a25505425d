using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Training.Distillation;
using Rnnctl.Training.Tagging;
using Rnnctl.Training.Tests.Tagging;

namespace Rnnctl.Training.Tests.Distillation;

/// <summary>Taggers that learn from gold labels and teachers.</summary>
public sealed class StudentTests : IDisposable
{
    private const double Weight = 0.3;

    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);
    private readonly TaggingData _train = ToyTagging.Data(seed: 1, sentences: 40);

    public void Dispose() => _backend.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_loss_is_the_mean_over_the_tokens_of_a_batch(bool crf)
    {
        LabelDistributions teachers = Drawn(_train.Encoded);
        double gold = LossOfFirstStep(teachers: null, crf), taught = LossOfFirstStep(teachers, crf);
        using TaggerModel model = Create(_backend, crf);
        using var runner = new TaggerRunner(model, withLogits: true);
        var plan = new BatchPlan(_train.Encoded, BatchLimit.OfSentences(8));
        plan.SortByLength();
        runner.Run(_train.Encoded, plan);
        double soft = 0;
        int tokens = 0;
        for (int sentence = 0; sentence < 8; sentence++)
        {
            float[][] logits = [.. runner.LogitsOf(sentence).ToArray().Chunk(2)];
            foreach ((int token, float[] row) in logits.Index())
                soft -= row.Index().Sum(one => Probability(sentence, token, one.Index) * Math.Log(Math.Exp(one.Item) / row.Sum(x => Math.Exp(x))));
            tokens += logits.Length;
        }

        Assert.Equal(((1 - Weight) * gold) + (Weight * soft / tokens), taught, 1e-5);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void An_epoch_in_steady_state_allocates_nothing(int threads, bool crf)
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads);
        using TaggerModel model = Create(backend, crf);
        using var learner = new TaggerLearner(model, _train.Encoded, teachers: Drawn(_train.Encoded));
        var plan = new BatchPlan(_train.Encoded, BatchLimit.OfSentences(8));
        for (uint epoch = 0; epoch < 2; epoch++) RunEpoch(learner, plan, epoch);
        plan.Shuffle(new PhiloxRandom(seed: 1, stream: 2));
        Assert.Equal(0, AllocatedBytes.Of(() => RunPlanned(learner, plan, epoch: 2)));
    }

    [Fact]
    public void A_batch_in_shards_gives_the_same_losses()
    {
        Assert.All(Losses(threads: 1).Zip(Losses(threads: 3)), pair => Assert.Equal(pair.First, pair.Second, 2e-5));

        double[] Losses(int threads)
        {
            using Backend<float> backend = CpuDevice.Open<float>(threads);
            using TaggerModel model = Create(backend, crf: true);
            using var learner = new TaggerLearner(model, _train.Encoded, teachers: Drawn(_train.Encoded));
            return [.. Enumerable.Range(1, 6).Select(number => learner.Learn([.. Enumerable.Range(number, 20)], number, rate: 0.1).Loss)];
        }
    }

    [Fact]
    public void A_student_of_a_right_teacher_learns_better_from_labels_of_which_many_are_wrong()
    {
        TaggingData wrong = TaggingData.Of(WithMistakes(_train.Gold), ToyTagging.Vocabularies);
        Assert.InRange(Accuracy(teachers: null), 0.5, 0.9);
        Assert.InRange(Accuracy(RightOf(_train.Encoded)), 0.97, 1);

        double Accuracy(LabelDistributions? teachers)
        {
            using TaggerModel model = Create(_backend, crf: false, weight: 0.9);
            using var learner = new TaggerLearner(model, wrong.Encoded, ToyTagging.Data(seed: 2, sentences: 60), teachers: teachers);
            var plan = new BatchPlan(wrong.Encoded, BatchLimit.OfSentences(4));
            for (uint epoch = 0; epoch < 12; epoch++) RunEpoch(learner, plan, epoch);
            return learner.Evaluate()!.Tagging!.Spans.Accuracy;
        }
    }

    /// <summary>Some distribution of each token over the two labels.</summary>
    private static double Probability(int sentence, int token, int label)
    {
        double first = ((sentence + (3 * token)) % 5) / 4.0;
        return label == 0 ? first : 1 - first;
    }

    private static LabelDistributions Drawn(EncodedCorpus corpus) => Distributions(corpus, Probability);

    private static LabelDistributions RightOf(EncodedCorpus corpus) =>
        Distributions(corpus, (sentence, token, label) => corpus.LabelsOf(sentence)[token] == label ? 1 : 0);

    private static LabelDistributions Distributions(EncodedCorpus corpus, Func<int, int, int, double> probability)
    {
        var distributions = new LabelDistributions(2);
        for (int sentence = 0; sentence < corpus.Sentences; sentence++)
        {
            IEnumerable<int> tokens = Enumerable.Range(0, corpus.LengthOf(sentence));
            distributions.Add([.. tokens.SelectMany(token => new[] { probability(sentence, token, 0), probability(sentence, token, 1) })]);
        }

        return distributions;
    }

    /// <summary>The corpus with three in ten labels changed.</summary>
    private static LabelledCorpus WithMistakes(LabelledCorpus gold)
    {
        var random = new PhiloxRandom(seed: 4, stream: 0);
        var corpus = new LabelledCorpus();
        for (int sentence = 0; sentence < gold.Sentences; sentence++)
        {
            for (int token = 0; token < gold.LengthOf(sentence); token++)
            {
                string label = gold.LabelSymbols[gold.LabelsOf(sentence)[token]];
                if (random.NextDouble() < 0.3) label = label == "O" ? "B-x" : "O";
                corpus.Add(gold.TokenSymbols[gold.TokensOf(sentence)[token]], label);
            }

            corpus.EndSentence();
        }

        return corpus;
    }

    private double LossOfFirstStep(LabelDistributions? teachers, bool crf)
    {
        using TaggerModel model = Create(_backend, crf);
        using var learner = new TaggerLearner(model, _train.Encoded, teachers: teachers);
        return learner.Learn([0, 1, 2, 3, 4, 5, 6, 7], number: 1, rate: 0.1).Loss;
    }

    private static TaggerModel Create(Backend<float> backend, bool crf, double weight = Weight) => TaggerModel.Create(
        new ModelConfiguration
        {
            Architecture = ToyTagging.Architecture with { Crf = crf, Dropout = 0 },
            Training = new TrainingConfiguration { TeacherWeight = weight },
        },
        ToyTagging.Vocabularies, backend);

    private static void RunEpoch(TaggerLearner learner, BatchPlan plan, uint epoch)
    {
        plan.Shuffle(new PhiloxRandom(seed: 1, stream: epoch));
        RunPlanned(learner, plan, epoch);
    }

    private static void RunPlanned(TaggerLearner learner, BatchPlan plan, uint epoch)
    {
        for (int batch = 0; batch < plan.Count; batch++) learner.Learn(plan[batch], (epoch * plan.Count) + batch + 1, rate: 0.02);
    }
}
