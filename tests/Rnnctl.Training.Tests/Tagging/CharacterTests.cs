using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Characters;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Training.Tagging;

namespace Rnnctl.Training.Tests.Tagging;

/// <summary>Taggers that read words character by character, in training and running.</summary>
public sealed class CharacterTests : IDisposable
{
    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);
    private readonly TaggingData _train = TaggingData.Of(EndingTagging.Training, EndingTagging.Vocabularies);

    public static TheoryData<CharacterCell> Cells => [.. Enum.GetValues<CharacterCell>().Where(cell => cell != CharacterCell.None)];

    public void Dispose() => _backend.Dispose();

    [Theory]
    [MemberData(nameof(Cells))]
    public void Unknown_words_are_labelled_by_their_endings(CharacterCell cell)
    {
        using TaggerModel model = EndingTagging.Create(cell, _backend);
        using (var learner = new TaggerLearner(model, _train.Encoded)) Learn(learner, epochs: 15);
        using var evaluator = new TaggerEvaluator(model, EndingTagging.Data(seed: 2, sentences: 50), BatchLimit.OfSentences(8));
        Assert.InRange(evaluator.Evaluate().Spans.Accuracy, 0.97, 1);
    }

    [Fact]
    public void Without_characters_unknown_words_are_not_labelled_by_their_endings()
    {
        using TaggerModel model = EndingTagging.Create(CharacterCell.None, _backend);
        using (var learner = new TaggerLearner(model, _train.Encoded)) Learn(learner, epochs: 15);
        using var evaluator = new TaggerEvaluator(model, EndingTagging.Data(seed: 2, sentences: 50), BatchLimit.OfSentences(8));
        Assert.InRange(evaluator.Evaluate().Spans.Accuracy, 0, 0.6);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void An_epoch_in_steady_state_allocates_nothing(CharacterCell cell)
    {
        using TaggerModel model = EndingTagging.Create(cell, _backend, dropout: 0.3);
        using var learner = new TaggerLearner(model, _train.Encoded);
        var plan = new BatchPlan(_train.Encoded, BatchLimit.OfSentences(8));
        for (uint warmup = 0; warmup < 2; warmup++) RunPlanned(learner, plan);
        Assert.Equal(0, AllocatedBytes.Of(() => RunPlanned(learner, plan)));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Labels_and_probabilities_do_not_depend_on_batches_or_on_gold_labels(CharacterCell cell)
    {
        using TaggerModel model = EndingTagging.Create(cell, _backend);
        TaggingData data = EndingTagging.Data(seed: 3, sentences: 20);
        EncodedCorpus unlabelled = WithoutLabels(data.Gold);
        List<(int[] Labels, float[] Probabilities)> runs = [];
        foreach ((EncodedCorpus corpus, int batch) in (ReadOnlySpan<(EncodedCorpus, int)>)[(data.Encoded, 1), (data.Encoded, 7), (unlabelled, 20)])
        {
            using var runner = new TaggerRunner(model, withProbabilities: true);
            var plan = new BatchPlan(corpus, BatchLimit.OfSentences(batch));
            plan.SortByLength();
            runner.Run(corpus, plan);
            IEnumerable<int> sentences = Enumerable.Range(0, corpus.Sentences);
            runs.Add((
                [.. sentences.SelectMany(sentence => runner.LabelsOf(sentence).ToArray())],
                [.. sentences.SelectMany(sentence => runner.ProbabilitiesOf(sentence).ToArray())]));
        }

        Assert.All(runs, run => Assert.Equal(runs[0].Labels, run.Labels));
        Assert.All(runs, run => Assert.All(runs[0].Probabilities.Zip(run.Probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-6f)));
    }

    [Fact]
    public void Corpora_of_equal_ids_and_different_spellings_have_different_digests()
    {
        string[] digests = [.. ((string[])["singing", "sings", "singing"]).Select(token =>
        {
            var corpus = new LabelledCorpus();
            corpus.Add(token, "like-s");
            corpus.EndSentence();
            return TaggingData.Of(corpus, EndingTagging.Vocabularies).Encoded.Digest();
        })];
        Assert.NotEqual(digests[0], digests[1]);
        Assert.Equal(digests[0], digests[2]);
    }

    private static EncodedCorpus WithoutLabels(LabelledCorpus gold)
    {
        var buffer = new SentenceBuffer();
        var corpus = new EncodedCorpus(EndingTagging.Vocabularies.Tokens, EndingTagging.Vocabularies.Characters);
        for (int sentence = 0; sentence < gold.Sentences; sentence++)
        {
            buffer.Add(string.Join(' ', gold.TokensOf(sentence).ToArray().Select(token => gold.TokenSymbols[token])));
            corpus.Add(buffer[sentence]);
        }

        return corpus;
    }

    private void Learn(TaggerLearner learner, int epochs)
    {
        var plan = new BatchPlan(_train.Encoded, BatchLimit.OfSentences(8));
        for (uint epoch = 0; epoch < epochs; epoch++)
        {
            plan.Shuffle(new PhiloxRandom(seed: 1, stream: epoch));
            for (int batch = 0; batch < plan.Count; batch++) learner.Learn(plan[batch], (epoch * plan.Count) + batch + 1, rate: 0.02);
        }
    }

    private static void RunPlanned(TaggerLearner learner, BatchPlan plan)
    {
        plan.SortByLength();
        for (int batch = 0; batch < plan.Count; batch++) learner.Learn(plan[batch], batch + 1, rate: 0.01);
    }
}
