using Rnnctl.Inference.Directories;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Translation;

/// <summary>The encoders of a translator's two sides: text to symbols and back.</summary>
/// <param name="Source">The source's symbols.</param>
/// <param name="Target">The target's.</param>
public sealed record TranslatorText(TextEncoder Source, TextEncoder Target)
{
    /// <summary>The name of the source's vocabulary.</summary>
    public const string SourceVocabulary = "source";

    /// <summary>The name of the target's vocabulary.</summary>
    public const string TargetVocabulary = "target";

    /// <summary>Whether the translator also reads the source's words as they are written, for language models with vocabularies of their own.</summary>
    public bool KeepsWords { get; init; }

    /// <summary>Empty sources, which keep their words where the translator reads them.</summary>
    public EncodedSentences NewSources() => new() { Words = KeepsWords ? new SegmentedSentences() : null };

    /// <summary>Whether scores ignore case: translations into lower case are compared with references in lower case.</summary>
    public bool IgnoresCase => Target.Vocabulary.Normalizer.Lowercase;

    /// <summary>A warning where translations have 0 for every digit, as only translators of rnnctl 0.1.0 can have been trained; else null.</summary>
    public string? ScoreCaution => Target.Vocabulary.Normalizer.DigitsToZero
        ? "digits of the references are read as 0, since this model's translations have no others: compare its scores with nothing else"
        : null;

    /// <summary>A reference with the digits that translations can have.</summary>
    public string Reference(string line) => (Target.Vocabulary.Normalizer with { Lowercase = false }).Apply(line);

    /// <summary>The lines of each file, by its name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Lines() =>
        EncoderFiles.Lines(SourceVocabulary, Source).Concat(EncoderFiles.Lines(TargetVocabulary, Target)).ToDictionary();

    /// <summary>How many lines each file has, as the configuration holds it.</summary>
    public IReadOnlyDictionary<string, int> Sizes() => Lines().ToDictionary(one => one.Key, one => one.Value.Count);
}
