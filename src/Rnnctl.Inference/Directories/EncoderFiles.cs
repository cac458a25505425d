using Rnnctl.Inference.Configurations;
using Rnnctl.Text;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Directories;

/// <summary>The files of a text encoder in a model's directory: a vocabulary and, where words are segmented, the merges of the byte-pair encoding.</summary>
public static class EncoderFiles
{
    private const string MergesEnd = ".merges";

    /// <summary>The lines of each file, by its name.</summary>
    /// <param name="name">The name of the vocabulary.</param>
    /// <param name="encoder">The encoder.</param>
    public static Dictionary<string, IReadOnlyList<string>> Lines(string name, TextEncoder encoder)
    {
        var lines = new Dictionary<string, IReadOnlyList<string>> { [name] = encoder.Vocabulary.Symbols };
        if (encoder.Subwords is { } subwords) lines[Merges(name)] = subwords.Lines;
        return lines;
    }

    /// <summary>Reads an encoder.</summary>
    /// <param name="directory">The model.</param>
    /// <param name="name">The name of the vocabulary, which the configuration knows.</param>
    /// <param name="normalizer">The normaliser of its words.</param>
    /// <param name="unit">What the vocabulary's symbols are.</param>
    /// <exception cref="InputException">A file is missing, damaged or not the one that the weights were trained with.</exception>
    public static TextEncoder Read(ModelDirectory directory, string name, TokenNormalizer normalizer, TextUnit unit = TextUnit.Words)
    {
        IReadOnlyDictionary<string, int> sizes = directory.Configuration.Architecture.Vocabularies;
        if (unit == TextUnit.Characters) return TextEncoder.OfCharacters(directory.ReadCharacterVocabulary(name, sizes[name], normalizer));
        Vocabulary vocabulary = directory.ReadSequenceVocabulary(name, sizes[name], normalizer);
        return new TextEncoder(vocabulary, sizes.TryGetValue(Merges(name), out int lines) ? directory.ReadSubwords(Merges(name), lines) : null);
    }

    /// <summary>Whether words are segmented.</summary>
    public static bool HasMerges(ArchitectureConfiguration architecture, string name) => architecture.Vocabularies.ContainsKey(Merges(name));

    /// <summary>Whether a file of this name holds merges, not symbols.</summary>
    public static bool IsOfMerges(string name) => name.EndsWith(MergesEnd, StringComparison.Ordinal);

    /// <summary>The name of the file of a vocabulary's merges, as a vocabulary.</summary>
    internal static string Merges(string vocabulary) => vocabulary + MergesEnd;
}
