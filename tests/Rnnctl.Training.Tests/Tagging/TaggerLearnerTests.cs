using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Parameters;
using Rnnctl.Text.Batching;
using Rnnctl.Training.Learning;
using Rnnctl.Training.Tagging;

namespace Rnnctl.Training.Tests.Tagging;

public sealed class TaggerLearnerTests : IDisposable
{
    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);
    private readonly TaggingData _train = ToyTagging.Data(seed: 1, sentences: 40);

    public static TheoryData<string, OptimizerKind, int, bool> Learners
    {
        get
        {
            var learners = new TheoryData<string, OptimizerKind, int, bool> { { "elman", OptimizerKind.Adam, 2, true } };
            foreach (string cell in CellCatalog.Names) learners.Add(cell, OptimizerKind.Adam, 2, false);
            foreach (OptimizerKind kind in Enum.GetValues<OptimizerKind>().Except([OptimizerKind.Adam])) learners.Add("elman", kind, 1, false);
            return learners;
        }
    }

    public void Dispose() => _backend.Dispose();

    [Theory]
    [MemberData(nameof(Learners))]
    public void An_epoch_in_steady_state_allocates_nothing(string cell, OptimizerKind optimizer, int threads, bool crf)
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads);
        RequireNoAllocation(backend, ToyTagging.Architecture with { Cell = cell, Layers = 2, Crf = crf }, optimizer);
    }

    [Fact]
    public void An_epoch_with_every_option_of_layers_allocates_nothing()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 2);
        ArchitectureConfiguration architecture = ToyTagging.Architecture with { Cell = "lstm", Layers = 2, LearnInitialState = true, Residual = true };
        RequireNoAllocation(backend, architecture);
        RequireNoAllocation(backend, architecture with { LayerNorm = true, RecurrentDropout = 0.2, Zoneout = 0.2 });
    }

    [Fact]
    public void An_epoch_with_smoothed_labels_or_the_focal_loss_allocates_nothing()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 2);
        RequireNoAllocation(backend, ToyTagging.Architecture, new TrainingConfiguration { LabelSmoothing = 0.1 });
        RequireNoAllocation(backend, ToyTagging.Architecture, new TrainingConfiguration { Focal = 2 });
    }

    [Fact]
    public void The_loss_that_is_learnt_is_the_one_of_the_options()
    {
        // All logits are 0, so p is 1 / L: smoothing changes nothing, and the focal loss has the weight (1 - 1 / L)^2.
        foreach ((TrainingConfiguration training, double weight) in new (TrainingConfiguration, double)[]
            { (new() { LabelSmoothing = 0.3 }, 1), (new() { Focal = 2 }, 0.25) })
        {
            using TaggerModel model = Create(ToyTagging.Configure(training));
            foreach (ParameterShape shape in model.Parameters.Shapes) model.Parameters.Write(shape.Name, new float[shape.Count]);
            using var learner = new TaggerLearner(model, _train.Encoded, _train);
            Assert.Equal(weight * Math.Log(2), Learn(learner, rate: 1e-9).Loss, 1e-6);
            Assert.Equal(Math.Log(2), learner.Evaluate()!.Loss!.Value, 1e-6);
        }
    }

    [Fact]
    public void An_epoch_with_every_kind_of_dropout_allocates_nothing()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 2);
        var words = new WordDropout(alpha: 3, ToyTagging.TokenCounts, unknown: 0);
        RequireNoAllocation(backend, ToyTagging.Architecture with { VariationalDropout = true, EmbeddingDropout = 0.2 }, new TrainingConfiguration { Bptt = 3 }, words);
    }

    [Fact]
    public void An_epoch_with_self_attention_allocates_nothing()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 2);
        RequireNoAllocation(backend, ToyTagging.Architecture with { Cell = "lstm", SelfAttention = 2 });
    }

    [Fact]
    public void With_a_random_field_the_loss_is_the_mean_over_the_tokens()
    {
        ModelConfiguration plain = ToyTagging.Configure(new TrainingConfiguration());
        using TaggerModel model = Create(plain with { Architecture = plain.Architecture with { Crf = true } });
        foreach (ParameterShape shape in model.Parameters.Shapes) model.Parameters.Write(shape.Name, new float[shape.Count]);
        using var learner = new TaggerLearner(model, _train.Encoded);
        Assert.Equal(Math.Log(ToyTagging.Vocabularies.Labels.Count), Learn(learner, rate: 0.1).Loss, 1e-6);
        model.Parameters.Initialize(seed: 1);
        var plan = new BatchPlan(_train.Encoded, BatchLimit.OfSentences(4));
        double[] losses = [.. Enumerable.Range(0, 30).Select(epoch => RunEpoch(learner, plan, (uint)epoch))];
        Assert.InRange(losses[^1], 0, 0.1);
        Assert.All(model.Parameters.Shapes.TakeLast(3), shape => Assert.Contains(Read(model, shape), number => number != 0));
    }

    [Fact]
    public void The_loss_falls_from_that_of_a_guess_to_almost_zero()
    {
        using TaggerModel model = Create(ToyTagging.Configure(new TrainingConfiguration()));
        using var learner = new TaggerLearner(model, _train.Encoded);
        var plan = new BatchPlan(_train.Encoded, BatchLimit.OfSentences(4));
        double[] losses = [.. Enumerable.Range(0, 30).Select(epoch => RunEpoch(learner, plan, (uint)epoch))];
        Assert.InRange(losses[0], 0.3, 1.2);
        Assert.True(losses[^1] < 0.15, $"the loss fell from {losses[0]} to {losses[^1]} only");
    }

    [Fact]
    public void Every_parameter_learns()
    {
        using TaggerModel model = Create(ToyTagging.Configure(new TrainingConfiguration { Optimizer = OptimizerKind.Sgd }));
        using var learner = new TaggerLearner(model, _train.Encoded);
        foreach (ParameterShape shape in model.Parameters.Shapes)
        {
            float[] before = Read(model, shape);
            Learn(learner, rate: 0.1);
            Assert.NotEqual(before, Read(model, shape));
        }
    }

    [Theory]
    [InlineData("elman")]
    [InlineData("lstm-peephole")]
    [InlineData("tdnn")]
    public void Frozen_embeddings_stay_and_the_rest_learns_as_without_freezing(string cell)
    {
        ModelConfiguration free = ToyTagging.Configure(new TrainingConfiguration { Optimizer = OptimizerKind.Sgd, ClipNorm = null });
        free = free with { Architecture = free.Architecture with { Cell = cell } };
        ModelConfiguration frozen = free with { Training = free.Training with { FreezeEmbeddings = true } };
        using TaggerModel one = Create(free), other = Create(frozen);
        using TaggerLearner learner = new(one, _train.Encoded), frozenLearner = new(other, _train.Encoded);
        float[] before = Read(other, other.Parameters.Shapes[0]);
        Learn(learner, rate: 0.1);
        Learn(frozenLearner, rate: 0.1);
        Assert.Equal(before, Read(other, other.Parameters.Shapes[0]));
        Assert.NotEqual(before, Read(one, one.Parameters.Shapes[0]));
        foreach (ParameterShape shape in one.Parameters.Shapes.Skip(1)) Assert.Equal(Read(one, shape), Read(other, shape));
        Assert.Equal(other.Parameters.LearntLength, frozenLearner.Optimizer.First.Columns);
        Assert.True(other.Parameters.LearntLength < other.Parameters.Length);
    }

    [Fact]
    public void The_length_of_a_step_follows_the_learning_rate()
    {
        double one = DistanceOfAStep(rate: 0.01), two = DistanceOfAStep(rate: 0.02);
        Assert.Equal(2, two / one, 1e-3);
    }

    [Fact]
    public void The_loss_is_the_mean_over_the_tokens_of_a_batch()
    {
        using TaggerModel model = Create(ToyTagging.Configure(new TrainingConfiguration()));
        foreach (ParameterShape shape in model.Parameters.Shapes) model.Parameters.Write(shape.Name, new float[shape.Count]);
        using var learner = new TaggerLearner(model, _train.Encoded);
        LearningStep step = Learn(learner, rate: 0.1);
        Assert.Equal(Math.Log(ToyTagging.Vocabularies.Labels.Count), step.Loss, 1e-6);
        Assert.Equal(Enumerable.Range(0, 8).Sum(_train.Encoded.LengthOf), step.Tokens);
    }

    private TaggerModel Create(ModelConfiguration configuration, Backend<float>? backend = null) =>
        TaggerModel.Create(configuration, ToyTagging.Vocabularies, backend ?? _backend);

    private void RequireNoAllocation(Backend<float> backend, ArchitectureConfiguration architecture, OptimizerKind optimizer = OptimizerKind.Adam) =>
        RequireNoAllocation(backend, architecture, new TrainingConfiguration { Optimizer = optimizer, ClipValue = 15, Bptt = 3 });

    private void RequireNoAllocation(Backend<float> backend, ArchitectureConfiguration architecture, TrainingConfiguration training, WordDropout? words = null)
    {
        var configuration = new ModelConfiguration { Architecture = architecture, Training = training };
        using TaggerModel model = Create(configuration, backend);
        using var learner = new TaggerLearner(model, _train.Encoded, words: words);
        var plan = new BatchPlan(_train.Encoded, BatchLimit.OfSentences(4));
        for (uint warmup = 0; warmup < 2; warmup++) RunEpoch(learner, plan, warmup);

        plan.Shuffle(new PhiloxRandom(seed: 1, stream: 2));
        Assert.Equal(0, AllocatedBytes.Of(() => RunPlanned(learner, plan, epoch: 2)));
    }

    private double DistanceOfAStep(double rate)
    {
        ModelConfiguration configuration = ToyTagging.Configure(new TrainingConfiguration { Optimizer = OptimizerKind.Sgd });
        using TaggerModel model = Create(configuration);
        using var learner = new TaggerLearner(model, _train.Encoded);
        float[] before = [.. model.Parameters.Shapes.SelectMany(shape => Read(model, shape))];
        LearningStep step = Learn(learner, rate);
        float[] after = [.. model.Parameters.Shapes.SelectMany(shape => Read(model, shape))];
        double distance = Math.Sqrt(before.Zip(after, (x, y) => (double)(y - x) * (y - x)).Sum());
        Assert.Equal(rate * step.GradientNorm, distance, 1e-6);
        return distance;
    }

    private static float[] Read(TaggerModel model, ParameterShape shape)
    {
        var values = new float[shape.Count];
        model.Parameters.Read(shape.Name, values);
        return values;
    }

    private static LearningStep Learn(TaggerLearner learner, double rate) =>
        learner.Learn([0, 1, 2, 3, 4, 5, 6, 7], number: 1, rate);

    private double RunEpoch(TaggerLearner learner, BatchPlan plan, uint epoch)
    {
        plan.Shuffle(new PhiloxRandom(seed: 1, stream: epoch));
        return RunPlanned(learner, plan, epoch);
    }

    /// <summary>The mean loss over the tokens of an epoch.</summary>
    private double RunPlanned(TaggerLearner learner, BatchPlan plan, uint epoch)
    {
        double sum = 0;
        for (int batch = 0; batch < plan.Count; batch++)
        {
            LearningStep step = learner.Learn(plan[batch], (epoch * plan.Count) + batch + 1, rate: 0.01);
            sum += step.Loss * step.Tokens;
        }

        return sum / _train.Encoded.Tokens;
    }
}
