using Rnnctl.Inference.Configurations;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;

namespace Rnnctl.Inference.Tagging;

/// <summary>A labelled corpus as text, and in the ids of a model's vocabularies.</summary>
/// <param name="Gold">The corpus as text.</param>
/// <param name="Encoded">The corpus in ids.</param>
/// <param name="Scheme">The scheme to which a model's labels are converted to compare them with those of the corpus; <see cref="LabelScheme.Keep"/>
/// for none.</param>
public sealed record TaggingData(LabelledCorpus Gold, EncodedCorpus Encoded, LabelScheme Scheme = LabelScheme.Keep)
{
    /// <summary>A corpus in the ids of some vocabularies.</summary>
    public static TaggingData Of(LabelledCorpus gold, TaggerVocabularies vocabularies) => new(gold, Encode(gold, vocabularies));

    /// <summary>A corpus in the ids of a model's vocabularies, its labels in the scheme that the model learns: it may be written in any.</summary>
    public static TaggingData Of(LabelledCorpus gold, TaggerVocabularies vocabularies, TextConfiguration text)
    {
        if (text.Scheme == LabelScheme.Keep) return Of(gold, vocabularies);
        EncodedCorpus encoded = Encode(SpanConverter.Convert(gold, text.Scheme), vocabularies);
        return new TaggingData(gold, encoded, SchemeOf(gold, text.OutputScheme));
    }

    /// <summary>The scheme of a corpus: the expected one if it may be in that, since a few labels may be those of several schemes.</summary>
    private static LabelScheme SchemeOf(LabelledCorpus gold, LabelScheme expected)
    {
        if (expected != LabelScheme.Keep && SchemeDetector.IsWrittenIn(gold, expected)) return expected;
        LabelScheme found = SchemeDetector.Detect(gold).Scheme;
        return found == LabelScheme.Keep ? expected : found;
    }

    private static EncodedCorpus Encode(LabelledCorpus corpus, TaggerVocabularies vocabularies) =>
        new(
            corpus, vocabularies.Tokens, vocabularies.Labels, vocabularies.Characters, vocabularies.Features, vocabularies.KeepsWords,
            vocabularies.WordFeatures, vocabularies.Intents);
}
