using Rnnctl.Text.Subwords;

namespace Rnnctl.Text.Vocabularies;

/// <summary>
/// Reads a vocabulary that the user names: a directory from <c>rnnctl vocab</c>, with the vocabulary and, for subwords, the
/// merges; or a single vocabulary file, for whole words, in our layout or in another tool's.
/// </summary>
public static class TextEncoderReader
{
    /// <summary>The file name of the vocabulary in a directory.</summary>
    public const string VocabularyName = "vocab.txt";

    /// <summary>The file name of the merges in a directory, if there are any.</summary>
    public const string MergesName = "merges.txt";

    /// <summary>Reads a directory or a vocabulary file.</summary>
    /// <param name="path">The directory or the file.</param>
    /// <param name="normalizer">The normaliser of the vocabulary, which must fit the record of how the vocabulary was made, if there is one.</param>
    /// <exception cref="InputException">The path does not exist, the directory holds no vocabulary, a file can't be used, or the normaliser does not fit the
    /// record.</exception>
    public static TextEncoder Read(string path, TokenNormalizer normalizer = default)
    {
        if (!Directory.Exists(path))
        {
            if (Path.GetFileName(path) == VocabularyName) VocabularyRecord.RequireFit(Path.GetDirectoryName(path) ?? "", normalizer);
            return new TextEncoder(VocabularyLayout.Read(path, normalizer), null);
        }

        string vocabulary = Path.Combine(path, VocabularyName);
        string merges = Path.Combine(path, MergesName);
        if (!File.Exists(vocabulary))
        {
            string message = $"{path}: expected a directory with a vocabulary, found no {VocabularyName} in it";
            throw new InputException(message, $"make one: rnnctl vocab FILE... --output {path}");
        }

        BytePairEncoding? subwords = File.Exists(merges) ? BytePairEncoding.Read(merges) : null;
        VocabularyRecord.RequireFit(path, normalizer);
        return new TextEncoder(VocabularyLayout.Read(vocabulary, normalizer), subwords);
    }
}
