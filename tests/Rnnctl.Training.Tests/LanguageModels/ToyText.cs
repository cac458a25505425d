using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Training.Tests.LanguageModels;

/// <summary>
/// Sentences of five words: one of four letters, three times one of two words, and the letter again. A model that remembers the letter over the three words
/// reaches <see cref="Entropy"/> in both directions; one that does not pays log 4 more a sentence.
/// </summary>
internal sealed class ToyText : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ToyText()
    {
        PlainText train = Draw(seed: 1, sentences: 600), valid = Draw(seed: 2, sentences: 100);
        Tokens = Vocabulary.ForSequences(train, new VocabularySelection());
        Encoder = new TextEncoder(Tokens, subwords: null);
        (Train, Valid) = (new EncodedText(train, Encoder), new EncodedText(valid, Encoder));
        (TrainInFiles, ValidInFiles) = (new EncodedText(train, Encoder, mostKept: 0), new EncodedText(valid, Encoder, mostKept: 0));
    }

    /// <summary>Nats a prediction: log 4 for the letter and 3 log 2 for the words between, over six predictions.</summary>
    public static double Entropy { get; } = (Math.Log(4) + (3 * Math.Log(2))) / 6;

    public Vocabulary Tokens { get; }

    public TextEncoder Encoder { get; }

    public EncodedText Train { get; }

    public EncodedText Valid { get; }

    /// <summary>The training text, of which nothing is kept in memory.</summary>
    public EncodedText TrainInFiles { get; }

    /// <summary>The validation text, likewise.</summary>
    public EncodedText ValidInFiles { get; }

    public void Dispose() => _folder.Dispose();

    public TrainedLanguageModel Create(
        TrainingConfiguration training, Backend<float> backend, LanguageModelDirection direction = LanguageModelDirection.Both, bool dropsMore = false)
    {
        ModelConfiguration defaults = ModelConfiguration.DefaultsOf(ModelTask.Lm);
        var configuration = defaults with
        {
            Architecture = defaults.Architecture with
            {
                Hidden = 24,
                Embedding = 12,
                Dropout = 0.05,
                VariationalDropout = dropsMore,
                EmbeddingDropout = dropsMore ? 0.2 : 0,
                LanguageModel = new LanguageModelConfiguration { Direction = direction },
                Vocabularies = new Dictionary<string, int> { [TrainedLanguageModel.TokenVocabulary] = Tokens.Count },
            },
            Training = training,
        };
        return TrainedLanguageModel.Create(configuration, Encoder, backend);
    }

    private PlainText Draw(ulong seed, int sentences)
    {
        var random = new PhiloxRandom(seed, stream: 0);
        var lines = new List<string>();
        for (int sentence = 0; sentence < sentences; sentence++)
        {
            string letter = "abcd"[random.Next(4)].ToString();
            string[] between = [.. Enumerable.Range(0, 3).Select(_ => random.Next(2) == 0 ? "to" : "or")];
            lines.Add($"{letter} {string.Join(' ', between)} {letter}\n");
        }

        return PlainText.Of([_folder.Write($"text{seed}", string.Concat(lines))]);
    }
}
