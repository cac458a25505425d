using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Characters;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Training.Tests.Tagging;

/// <summary>A task that only characters solve: words of random letters, hardly one of which comes twice, are labelled by how they end.</summary>
internal static class EndingTagging
{
    private static readonly string[] Endings = ["s", "ing", "ed"];

    /// <summary>The training part.</summary>
    public static LabelledCorpus Training { get; } = Corpus(seed: 1, sentences: 120);

    /// <summary>The training part's vocabularies.</summary>
    public static TaggerVocabularies Vocabularies { get; } = TaggerVocabularies.Of(Training, new VocabularyOptions(MinCount: 2), withCharacters: true);

    /// <summary>Data of the task.</summary>
    public static TaggingData Data(ulong seed, int sentences) => TaggingData.Of(Corpus(seed, sentences), Vocabularies);

    /// <summary>A small tagger that reads characters by this, not yet trained.</summary>
    public static TaggerModel Create(CharacterCell cell, Backend<float> backend, double dropout = 0)
    {
        var configuration = new ModelConfiguration
        {
            Architecture = new ArchitectureConfiguration
            {
                Cell = "elman",
                Hidden = 6,
                Embedding = 3,
                Dropout = dropout,
                CharCell = cell,
                CharHidden = 8,
                CharEmbedding = 6,
                Vocabularies = Vocabularies.Sizes(),
            },
            Training = new TrainingConfiguration { ClipValue = 15 },
        };
        return TaggerModel.Create(configuration, Vocabularies, backend);
    }

    private static LabelledCorpus Corpus(ulong seed, int sentences)
    {
        var random = new PhiloxRandom(seed, stream: 0);
        var corpus = new LabelledCorpus();
        for (int sentence = 0; sentence < sentences; sentence++)
        {
            for (int length = 1 + random.Next(6); length > 0; length--)
            {
                int ending = random.Next(Endings.Length);
                corpus.Add(Stem(random) + Endings[ending], $"like-{Endings[ending]}");
            }

            corpus.EndSentence();
        }

        return corpus;
    }

    private static string Stem(PhiloxRandom random) =>
        string.Concat(Enumerable.Range(0, 1 + random.Next(6)).Select(_ => (char)('a' + random.Next(26))));
}
