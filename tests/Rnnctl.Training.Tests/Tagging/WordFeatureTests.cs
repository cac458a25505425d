using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;
using Rnnctl.Training.Tagging;

namespace Rnnctl.Training.Tests.Tagging;

/// <summary>Taggers that read features of words' spelling and the tokens around each token, in training and running.</summary>
public sealed class WordFeatureTests : IDisposable
{
    private static readonly TaggerVocabularies Vocabularies = TaggerVocabularies.Of(
        EndingTagging.Training, new VocabularySelection(MinCount: 2), withCharacters: false, new WordFeatureSelection(Shape: true, Affixes: 3));

    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);
    private readonly TaggingData _train = TaggingData.Of(EndingTagging.Training, Vocabularies);

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void Unknown_words_are_labelled_by_their_suffixes()
    {
        using TaggerModel model = Create(context: 0);
        using (var learner = new TaggerLearner(model, _train.Encoded))
        {
            var plan = new BatchPlan(_train.Encoded, BatchLimit.OfSentences(8));
            for (uint epoch = 0; epoch < 6; epoch++)
            {
                plan.Shuffle(new PhiloxRandom(seed: 1, stream: epoch));
                for (int batch = 0; batch < plan.Count; batch++) learner.Learn(plan[batch], (epoch * plan.Count) + batch + 1, rate: 0.02);
            }
        }

        TaggingData valid = TaggingData.Of(EndingTagging.Data(seed: 2, sentences: 50).Gold, Vocabularies);
        using var evaluator = new TaggerEvaluator(model, valid, BatchLimit.OfSentences(8));
        Assert.InRange(evaluator.Evaluate().Spans.Accuracy, 0.97, 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void An_epoch_in_steady_state_allocates_nothing(int context)
    {
        using TaggerModel model = Create(context, dropout: 0.3);
        using var learner = new TaggerLearner(model, _train.Encoded);
        var plan = new BatchPlan(_train.Encoded, BatchLimit.OfSentences(8));
        for (uint warmup = 0; warmup < 2; warmup++) RunPlanned();
        Assert.Equal(0, AllocatedBytes.Of(RunPlanned));

        void RunPlanned()
        {
            plan.SortByLength();
            for (int batch = 0; batch < plan.Count; batch++) learner.Learn(plan[batch], batch + 1, rate: 0.001);
        }
    }

    private TaggerModel Create(int context, double dropout = 0) => TaggerModel.Create(
        new ModelConfiguration
        {
            Architecture = new ArchitectureConfiguration
            {
                Cell = "elman",
                Hidden = 6,
                Embedding = 3,
                Dropout = dropout,
                FeatureEmbedding = 4,
                ContextWindow = context,
                Vocabularies = Vocabularies.Sizes(),
            },
            Text = new TextConfiguration { WordShape = true, Affixes = 3 },
            Training = new TrainingConfiguration { ClipValue = 15 },
        },
        Vocabularies,
        _backend);
}
