using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Tagging;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Parameters;
using Rnnctl.Training.LanguageModels;
using Rnnctl.Training.Learning;
using Rnnctl.Training.Tagging;
using Rnnctl.Training.Tests.LanguageModels;
using Rnnctl.Training.Tests.Tagging;
using Rnnctl.Training.Tests.Translation;
using Rnnctl.Training.Translation;

namespace Rnnctl.Training.Tests.Learning;

/// <summary>A batch that is cut into shards, one for each thread, gives the same losses and weights as a whole one, random masks included.</summary>
public sealed class ShardTests
{
    private static readonly TrainingConfiguration Options = new()
    {
        Optimizer = OptimizerKind.Sgd,
        ClipNorm = null,
        Bptt = 3,
        BatchSize = 7,
        Softmax = "full",
    };

    private static readonly ArchitectureConfiguration Noisy = ToyTagging.Architecture with
    {
        Cell = "lstm",
        Layers = 2,
        Dropout = 0.4,
        RecurrentDropout = 0.3,
        Zoneout = 0.2,
        SelfAttention = 2,
    };

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void A_tagger_learns_the_same_in_shards(int threads, bool crf)
    {
        RequireSame(threads, backend =>
        {
            ArchitectureConfiguration architecture = Noisy with { Crf = crf, VariationalDropout = crf, EmbeddingDropout = 0.2 };
            var configuration = new ModelConfiguration { Architecture = architecture, Training = Options };
            TaggerModel model = TaggerModel.Create(configuration, ToyTagging.Vocabularies, backend);
            var words = new WordDropout(alpha: 10, ToyTagging.TokenCounts, unknown: 0);
            return (new TaggerLearner(model, ToyTagging.Data(seed: 1, sentences: 25).Encoded, words: words), model);
        });
    }

    [Theory]
    [InlineData(2, false, 0)]
    [InlineData(3, true, 0)]
    [InlineData(2, true, 0.5)]
    public void A_translator_learns_the_same_in_shards(int threads, bool feedsInput, double scheduledSampling)
    {
        RequireSame(threads, backend =>
        {
            ModelConfiguration toy = ToyTranslation.Configure(
                Options with { LabelSmoothing = 0.1, ScheduledSampling = scheduledSampling },
                ToyTranslation.Architecture.Translator! with { InputFeeding = feedsInput });
            ArchitectureConfiguration architecture = toy.Architecture with
            {
                Dropout = 0.4,
                RecurrentDropout = 0.3,
                VariationalDropout = feedsInput,
                EmbeddingDropout = 0.2,
            };
            TranslatorModel model = TranslatorModel.Create(toy with { Architecture = architecture }, ToyTranslation.Text, backend);
            var words = new WordDropout(alpha: 3, [0, 0, 24, 9, 9, 9, 9, 9], unknown: 0, end: 2);
            return (new TranslatorLearner(model, ToyTranslation.Data(seed: 1, pairs: 24).Encoded, words: words), model);
        });
    }

    [Theory]
    [InlineData(2, "full", LanguageModelDirection.Both)]
    [InlineData(3, "full", LanguageModelDirection.Backward)]
    [InlineData(3, "sampled:4", LanguageModelDirection.Both)]
    public void A_language_model_learns_the_same_in_shards_and_carries_the_same_states(int threads, string softmax, LanguageModelDirection direction)
    {
        using var text = new ToyText();
        float[][] states = RequireSame(threads, backend =>
        {
            TrainedLanguageModel model = text.Create(Options with { Softmax = softmax, Bptt = 100, BatchSize = 13 }, backend, direction, softmax == "full");
            return (new LanguageModelLearner(model, text.Train), model);
        });
        for (int i = 0; i < states[0].Length; i++) Assert.Equal(states[0][i], states[1][i], 1e-4);
        Assert.Contains(states[0], number => number != 0);
    }

    [Fact]
    public void A_table_whose_gradient_is_kept_by_rows_learns_the_same_in_shards()
    {
        using Backend<float> whole = CpuDevice.Open<float>(threads: 1), team = CpuDevice.Open<float>(threads: 2);
        using ParameterSet<float> one = NewTable(whole), other = NewTable(team);
        using ParameterSet<float> shard = other.ForShard(team.Workers[1]);
        float[] rows = [1, 2, 3, 4, 5, 6];
        Touch(one, rows, [4, 0, 4]);
        Touch(other, rows.AsSpan(0, 4), [4, 0]);
        Touch(shard, rows.AsSpan(4), [4]);
        other.AddGradients(shard);
        one.Tables[0].Gather();
        other.Tables[0].Gather();
        Assert.Equal([3, 4, 6, 8], Read(one));
        Assert.Equal([3, 4, 6, 8], Read(other));

        static ParameterSet<float> NewTable(Backend<float> backend) =>
            new(backend, [new ParameterShape("table", [5, 2], new InitialValue(Distribution.Zero)) { ByRows = true }], learning: true);

        static void Touch(ParameterSet<float> parameters, ReadOnlySpan<float> rows, int[] ids)
        {
            var gradients = new Tensor<float>(parameters.Backend.Allocate<float>(rows.Length), 0, ids.Length, 2);
            var places = new Tensor<int>(parameters.Backend.Allocate<int>(ids.Length), 0, 1, ids.Length);
            parameters.Backend.Upload(rows, gradients);
            parameters.Backend.Upload<int>(ids, places);
            parameters.Tables[0].Gradient.Add(gradients, places);
        }

        static float[] Read(ParameterSet<float> parameters)
        {
            var values = new float[parameters.Tables[0].Gradients.Count];
            parameters.Backend.Download(parameters.Tables[0].Gradients, values);
            return values;
        }
    }

    /// <summary>Trains for some updates with one thread and with several, and compares; returns what both carry.</summary>
    private static float[][] RequireSame(int threads, Func<Backend<float>, (ILearner Learner, IDisposable Model)> create)
    {
        Run[] runs = [.. new[] { 1, threads }.Select(count => Train(count, create))];
        Assert.Equal(runs[0].Losses.Length, runs[1].Losses.Length);
        for (int update = 0; update < runs[0].Losses.Length; update++) Assert.Equal(runs[0].Losses[update], runs[1].Losses[update], 2e-5);
        for (int i = 0; i < runs[0].Weights.Length; i++) Assert.Equal(runs[0].Weights[i], runs[1].Weights[i], 2e-5);
        return [runs[0].Carried, runs[1].Carried];
    }

    private static Run Train(int threads, Func<Backend<float>, (ILearner Learner, IDisposable Model)> create)
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads);
        (ILearner learner, IDisposable model) = create(backend);
        using (model)
        using (learner)
        {
            int batches = learner.PlanEpoch(new PhiloxRandom(seed: 3, stream: 0));
            double[] losses = [.. Enumerable.Range(0, batches).Select(batch => learner.Learn(batch, batch + 1, rate: 0.3).Loss)];
            return new Run(losses, Weights(learner.Model), Carried(learner, backend));
        }
    }

    private static float[] Weights(TrainedModel model)
    {
        var values = new float[model.Parameters.Length];
        model.Backend.Download(model.Parameters.Values, values);
        return values;
    }

    private static float[] Carried(ILearner learner, Backend<float> backend)
    {
        var values = new float[learner.Carried.Count];
        if (values.Length > 0) backend.Download(learner.Carried, values);
        return values;
    }

    private sealed record Run(double[] Losses, float[] Weights, float[] Carried);
}
