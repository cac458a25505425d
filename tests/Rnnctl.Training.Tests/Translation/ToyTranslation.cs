using Rnnctl.Compute.Randomness;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Translators;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Training.Tests.Translation;

/// <summary>A language whose translation is its sentences backwards, and translators small enough for an unoptimised build.</summary>
internal static class ToyTranslation
{
    private static readonly string[] Alphabet = ["a", "b", "c", "d", "e"];

    /// <summary>Both sides' symbols.</summary>
    public static TranslatorText Text { get; } = new(Encoder(), Encoder());

    /// <summary>A translator of a few hundred parameters.</summary>
    public static ArchitectureConfiguration Architecture { get; } = new()
    {
        Cell = "gru",
        Hidden = 16,
        Embedding = 8,
        Dropout = 0.05,
        Vocabularies = Text.Sizes(),
        Translator = new TranslatorConfiguration { DecoderCell = "gru", Attention = AttentionKind.General },
    };

    /// <summary>Data for training or scoring.</summary>
    public static TranslationData Data(ulong seed, int pairs) => TranslationData.Of(Pairs(seed, pairs), Text, maxLength: 0);

    /// <summary>A configuration with the toy's architecture.</summary>
    public static ModelConfiguration Configure(TrainingConfiguration training, TranslatorConfiguration? translator = null) => new()
    {
        Task = ModelTask.Translate,
        Architecture = Architecture with { Translator = translator ?? Architecture.Translator },
        Training = training,
    };

    /// <summary>Sentences of one to six letters with their mirror images.</summary>
    public static SentencePairs Pairs(ulong seed, int count)
    {
        var random = new PhiloxRandom(seed, stream: 0);
        var pairs = new SentencePairs();
        for (int pair = 0; pair < count; pair++)
        {
            string[] words = [.. Enumerable.Range(0, 1 + random.Next(6)).Select(_ => Alphabet[random.Next(Alphabet.Length)])];
            pairs.Add(string.Join(' ', words), string.Join(' ', words.Reverse()));
        }

        return pairs;
    }

    private static TextEncoder Encoder()
    {
        var counts = new SymbolCounts();
        foreach (string letter in Alphabet) counts.Add(letter);
        return new TextEncoder(Vocabulary.ForSequences(counts, new VocabularyOptions()), subwords: null);
    }
}
