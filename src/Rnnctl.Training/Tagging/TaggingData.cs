using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Training.Tagging;

/// <summary>A labelled corpus as read, and as a model's vocabularies see it.</summary>
/// <param name="Gold">As read.</param>
/// <param name="Encoded">As ids.</param>
public sealed record TaggingData(LabelledCorpus Gold, EncodedCorpus Encoded)
{
    /// <summary>A corpus in the ids of a model's vocabularies.</summary>
    public static TaggingData Of(LabelledCorpus gold, TaggerVocabularies vocabularies) =>
        new(gold, new EncodedCorpus(gold, vocabularies.Tokens, vocabularies.Labels, vocabularies.Characters));
}
