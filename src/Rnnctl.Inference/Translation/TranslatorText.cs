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

    /// <summary>The name of the file with a vocabulary's byte-pair encoding.</summary>
    public static string Merges(string vocabulary) => vocabulary + ".merges";

    /// <summary>The lines of each file, by its name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Lines()
    {
        var lines = new Dictionary<string, IReadOnlyList<string>>
        {
            [SourceVocabulary] = Source.Vocabulary.Symbols,
            [TargetVocabulary] = Target.Vocabulary.Symbols,
        };
        if (Source.Subwords is { } source) lines[Merges(SourceVocabulary)] = source.Lines;
        if (Target.Subwords is { } target) lines[Merges(TargetVocabulary)] = target.Lines;
        return lines;
    }

    /// <summary>How many lines each file has, as the configuration holds it.</summary>
    public IReadOnlyDictionary<string, int> Sizes() => Lines().ToDictionary(one => one.Key, one => one.Value.Count);
}
