using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;
using Rnnctl.Training.Tagging;

namespace Rnnctl.Training.Tests.Tagging;

/// <summary>
/// What a hidden state is for: in <c>examples/slots/ambiguous.tsv</c> each city is as often a departure as a destination, and only what
/// stands before it tells which. The same Elman network is trained in the same way, with its hidden state and without.
/// </summary>
public sealed class HiddenStateTests : IDisposable
{
    private const int TrainSentences = 500;
    private const int Epochs = 12;
    private const int CityTokens = 324;

    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);
    private readonly LabelledCorpus _train = Read("train.tsv", TrainSentences);
    private readonly LabelledCorpus _ambiguous = Read("ambiguous.tsv", int.MaxValue);

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void An_Elman_network_tells_departures_from_destinations()
    {
        Assert.InRange(AccuracyOnCities(_train, _ambiguous), 0.95, 1);
    }

    [Fact]
    public void Without_its_hidden_state_the_network_can_only_guess()
    {
        Assert.InRange(AccuracyOnCities(WithoutHiddenState(_train), WithoutHiddenState(_ambiguous)), 0.4, 0.6);
    }

    /// <summary>Every token a sentence of its own: the hidden state before it is always zero.</summary>
    private static LabelledCorpus WithoutHiddenState(LabelledCorpus corpus)
    {
        var tokens = new LabelledCorpus();
        for (int sentence = 0; sentence < corpus.Sentences; sentence++)
        {
            foreach ((int token, int label) in corpus.TokensOf(sentence).ToArray().Zip(corpus.LabelsOf(sentence).ToArray()))
            {
                tokens.Add(corpus.TokenSymbols[token], corpus.LabelSymbols[label]);
                tokens.EndSentence();
            }
        }

        return tokens;
    }

    private static LabelledCorpus Read(string name, int sentences)
    {
        var corpus = new LabelledCorpus();
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "examples", "slots", name)).Skip(1).Take(sentences))
        {
            string[] columns = line.Split('\t');
            foreach ((string token, string label) in columns[0].Split(' ').Zip(columns[1].Split(' '))) corpus.Add(token, label);
            corpus.EndSentence();
        }

        return corpus;
    }

    private double AccuracyOnCities(LabelledCorpus train, LabelledCorpus test)
    {
        var vocabularies = TaggerVocabularies.Of(_train, new VocabularySelection(1, null, default), withCharacters: false);
        using TaggerModel model = TaggerModel.Create(Configure(vocabularies), vocabularies, _backend);
        Train(model, TaggingData.Of(train, vocabularies).Encoded);

        EncodedCorpus encoded = TaggingData.Of(test, vocabularies).Encoded;
        var plan = new BatchPlan(encoded, BatchLimit.OfTokens(500));
        plan.SortByLength();
        using var runner = new TaggerRunner(model);
        runner.Run(encoded, plan);
        int cities = 0, right = 0;
        for (int sentence = 0; sentence < encoded.Sentences; sentence++)
        {
            foreach ((int gold, int predicted) in encoded.LabelsOf(sentence).ToArray().Zip(runner.LabelsOf(sentence).ToArray()))
            {
                if (model.Labels[gold][1..] is not ("-departure" or "-destination")) continue;
                cities++;
                if (gold == predicted) right++;
            }
        }

        Assert.Equal(CityTokens, cities);
        return right / (double)cities;
    }

    private static ModelConfiguration Configure(TaggerVocabularies vocabularies) => new()
    {
        Architecture = new ArchitectureConfiguration
        {
            Cell = "elman",
            Hidden = 16,
            Embedding = 16,
            Bidirectional = false,
            Dropout = 0,
            Vocabularies = vocabularies.Sizes(),
        },
        Training = new TrainingConfiguration { LearningRate = 0.02, Seed = 1 },
    };

    private static void Train(TaggerModel model, EncodedCorpus corpus)
    {
        using var learner = new TaggerLearner(model, corpus);
        var plan = new BatchPlan(corpus, BatchLimit.OfTokens(100));
        for (uint epoch = 0; epoch < Epochs; epoch++)
        {
            plan.Shuffle(new PhiloxRandom(seed: 1, stream: epoch));
            for (int batch = 0; batch < plan.Count; batch++)
                learner.Learn(plan[batch], (epoch * plan.Count) + batch + 1, model.Configuration.Training.LearningRate);
        }
    }
}
