using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Devices;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Training.Tagging;

namespace Rnnctl.Training.Tests.Tagging;

/// <summary>Batches whose attention no tensor can hold: what a user is told of them.</summary>
public sealed class LargeBatchTests : IDisposable
{
    private const int Tokens = 40_000;
    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);

    public void Dispose() => _backend.Dispose();

    [Theory]
    [InlineData(null, 2, "--batch-size 7: a batch of 2 sentences and 80,000 tokens does not fit: attention over sequences of up to 40,000 tokens")]
    [InlineData(9, 2, "--batch-tokens 9: a batch of 2 sentences and 80,000 tokens does not fit: attention over sequences of up to 40,000 tokens")]
    public void A_training_batch_that_is_too_large_is_refused_by_its_option(int? batchTokens, int sentences, string message)
    {
        using TaggerModel model = Create(new TrainingConfiguration { BatchSize = 7, BatchTokens = batchTokens });
        EncodedCorpus corpus = Corpus(sentences);
        using var learner = new TaggerLearner(model, corpus);

        DeviceMemoryException refusal =
            Assert.Throws<DeviceMemoryException>(() => learner.Learn([.. Enumerable.Range(0, sentences)], number: 1, rate: 0.1));

        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(batchTokens is null ? "--batch-size" : "--batch-tokens", refusal.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_too_large_for_a_trained_model_is_refused_by_its_size()
    {
        using TaggerModel model = Create(new TrainingConfiguration());
        using var runner = new TaggerRunner(model);
        EncodedCorpus corpus = Corpus(sentences: 2);
        var plan = new BatchPlan(corpus, BatchLimit.OfSentences(2));
        plan.SortByLength();

        DeviceMemoryException refusal = Assert.Throws<DeviceMemoryException>(() => runner.Run(corpus, plan));

        Assert.StartsWith("a batch of 2 sentences and 80,000 tokens does not fit: attention over ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_is_too_large_is_refused_by_its_largest_size()
    {
        ArchitectureConfiguration wide = ToyTagging.Architecture with { Cell = "lstm", Hidden = 20_000 };
        Assert.StartsWith("--hidden 20000: ", Refusal(wide), StringComparison.Ordinal);
        Assert.StartsWith("--hidden 20000: ", Refusal(wide with { Layers = 3, Embedding = 60_000 }), StringComparison.Ordinal);
    }

    private static string Refusal(ArchitectureConfiguration architecture) =>
        Assert.Throws<InputException>(() => TaggerModel.SizeOf(architecture).Require(100_000_000, "a toy has")).Message;

    private TaggerModel Create(TrainingConfiguration training)
    {
        ModelConfiguration toy = ToyTagging.Configure(training);
        ArchitectureConfiguration attentive = toy.Architecture with { SelfAttention = 1, Hidden = 2, Embedding = 2 };
        return TaggerModel.Create(toy with { Architecture = attentive }, ToyTagging.Vocabularies, _backend);
    }

    private static EncodedCorpus Corpus(int sentences)
    {
        var corpus = new LabelledCorpus();
        for (int sentence = 0; sentence < sentences; sentence++)
        {
            for (int token = 0; token < Tokens; token++) corpus.Add("a", "O");
            corpus.EndSentence();
        }

        return TaggingData.Of(corpus, ToyTagging.Vocabularies).Encoded;
    }
}
