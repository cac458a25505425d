using Rnnctl.Text.Subwords;

namespace Rnnctl.Text.Vocabularies;

/// <summary>
/// Opens what the user names as a vocabulary: a directory made by <c>rnnctl vocab</c>, with the vocabulary and, where words are segmented, the
/// merges; or a vocabulary's file alone, for whole words.
/// </summary>
public static class TextEncoderReader
{
    /// <summary>The name of the vocabulary in a directory.</summary>
    public const string VocabularyName = "vocab.txt";

    /// <summary>The name of the merges in a directory, where there are any.</summary>
    public const string MergesName = "merges.txt";

    /// <summary>Reads a directory or a vocabulary's file.</summary>
    /// <param name="path">The directory or the file.</param>
    /// <param name="normalizer">The normaliser that the vocabulary was made with; it is not in the files.</param>
    /// <exception cref="InputException">There is no such path, the directory has no vocabulary in it, or a file can't be used.</exception>
    public static TextEncoder Read(string path, TokenNormalizer normalizer = default)
    {
        if (!Directory.Exists(path))
        {
            return new TextEncoder(Vocabulary.ReadForSequences(path, normalizer), null);
        }

        string vocabulary = Path.Combine(path, VocabularyName);
        string merges = Path.Combine(path, MergesName);
        if (!File.Exists(vocabulary))
        {
            string message = $"{path}: expected a vocabulary's directory, found no {VocabularyName} in it";
            throw new InputException(message, $"make one: rnnctl vocab FILE... --output {path}");
        }

        BytePairEncoding? subwords = File.Exists(merges) ? BytePairEncoding.Read(merges) : null;
        return new TextEncoder(Vocabulary.ReadForSequences(vocabulary, normalizer), subwords);
    }
}
