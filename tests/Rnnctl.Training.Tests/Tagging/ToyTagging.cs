using Rnnctl.Compute.Randomness;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Training.Tests.Tagging;

/// <summary>
/// A task that needs one step of memory: a token after an <c>a</c> is the span <c>B-x</c>, all others are <c>O</c>. Sentences of uneven
/// lengths from literal seeds, and a tagger small enough for an unoptimised build.
/// </summary>
internal static class ToyTagging
{
    private static readonly string[] Alphabet = ["a", "b", "c", "d", "e"];

    /// <summary>The training part's vocabularies.</summary>
    public static TaggerVocabularies Vocabularies { get; } =
        TaggerVocabularies.Of(Corpus(seed: 1, sentences: 40), new VocabularySelection(1, null, default), withCharacters: false);

    /// <summary>About how often each token appears.</summary>
    public static long[] TokenCounts { get; } = [0, 32, 32, 32, 32, 32];

    /// <summary>A tagger of a few hundred parameters.</summary>
    public static ArchitectureConfiguration Architecture { get; } = new()
    {
        Cell = "elman",
        Hidden = 6,
        Embedding = 5,
        Bidirectional = true,
        Dropout = 0.2,
        Vocabularies = Vocabularies.Sizes(),
    };

    /// <summary>Data for training or scoring.</summary>
    public static TaggingData Data(ulong seed, int sentences) =>
        TaggingData.Of(Corpus(seed, sentences), Vocabularies);

    /// <summary>A configuration with the toy's architecture.</summary>
    public static ModelConfiguration Configure(TrainingConfiguration training) =>
        new() { Architecture = Architecture, Training = training };

    private static LabelledCorpus Corpus(ulong seed, int sentences)
    {
        var random = new PhiloxRandom(seed, stream: 0);
        var corpus = new LabelledCorpus();
        for (int sentence = 0; sentence < sentences; sentence++)
        {
            string before = "";
            for (int length = 1 + random.Next(7); length > 0; length--)
            {
                string token = Alphabet[random.Next(Alphabet.Length)];
                corpus.Add(token, before == "a" ? "B-x" : "O");
                before = token;
            }

            corpus.EndSentence();
        }

        return corpus;
    }
}
