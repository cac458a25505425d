using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Imports;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Parameters;
using Rnnctl.Testing.Imports;
using Rnnctl.Text.Batching;
using Rnnctl.Training.Learning;
using Rnnctl.Training.Translation;

namespace Rnnctl.Training.Tests.Translation;

/// <summary>A translator that learns with a language model, frozen or fine-tuned.</summary>
public sealed class ContextualTranslatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);

    public void Dispose()
    {
        _backend.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_training_step_in_steady_state_allocates_nothing(bool fineTune)
    {
        using TranslatorModel model = Create(new ContextualConfiguration { At = ContextualPlace.Both, Dropout = 0.1, LayerNorm = true, FineTune = fineTune });
        EncodedPairs pairs = Pairs(model);
        SentenceWords words = pairs.Sources.Words!.Written;
        using ContextualReader reader = model.NewContextualReader()!;
        if (!fineTune) reader.Keep(words, new VectorStore(model.Contextual!.Numbers, words.Words, 1 << 20, _folder["store"]), CancellationToken.None);
        using var learner = new TranslatorLearner(model, pairs, contextual: reader);
        var plan = new BatchPlan(pairs, BatchLimit.OfSentences(5));
        for (uint epoch = 0; epoch < 2; epoch++) Run(epoch);

        // The least of several: now and then the runtime itself takes some bytes while it compiles a method anew.
        plan.Shuffle(new PhiloxRandom(seed: 1, stream: 2));
        Assert.Equal(0, Enumerable.Range(2, 3).Min(epoch => AllocatedBytes.Of(() => RunPlanned((uint)epoch))));

        void Run(uint epoch)
        {
            plan.Shuffle(new PhiloxRandom(seed: 1, epoch));
            RunPlanned(epoch);
        }

        void RunPlanned(uint epoch)
        {
            for (int batch = 0; batch < plan.Count; batch++) learner.Learn(plan[batch], (epoch * plan.Count) + batch + 1, rate: 0.01);
        }
    }

    [Fact]
    public void The_loss_has_the_penalty_on_the_weights_of_the_layers()
    {
        using TranslatorModel model = Create(new ContextualConfiguration { L2 = 0.25 });
        foreach (ParameterShape shape in model.Parameters.Shapes) model.Parameters.Write(shape.Name, new float[shape.Count]);
        model.Parameters.Write("contextual_1.input.weights", [1, 2, -1]);
        using ContextualReader reader = model.NewContextualReader()!;
        using var learner = new TranslatorLearner(model, Pairs(model), contextual: reader);
        LearningStep step = learner.Learn([0, 1, 2], number: 1, rate: 0.1);
        Assert.Equal(Math.Log(model.Architecture.TargetSymbols) + (0.25 * 6), step.Loss, 1e-6);
    }

    private static EncodedPairs Pairs(TranslatorModel model) =>
        TranslationData.Of(ToyTranslation.Pairs(seed: 1, count: 20), model.Text, maxLength: 0).Encoded;

    /// <summary>A translator that reads a small ELMo.</summary>
    private TranslatorModel Create(ContextualConfiguration contextual)
    {
        (string options, string weights) = new ElmoFiles().Write(_folder);
        ElmoImport.Run(options, weights, _folder["elmo"]);
        using ContextualDirectories directories = ContextualDirectories.Open([_folder["elmo"]], _folder["translator"]);
        ModelConfiguration toy = ToyTranslation.Configure(new TrainingConfiguration());
        ModelConfiguration configuration = toy with
        {
            Architecture = toy.Architecture with { Contextual = directories.Describe(contextual, areLinked: true) },
        };
        return TranslatorModel.Create(configuration, ToyTranslation.Text with { KeepsWords = true }, _backend, directories);
    }
}
