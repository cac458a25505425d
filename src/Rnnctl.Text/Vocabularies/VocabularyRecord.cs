using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rnnctl.Text.Vocabularies;

/// <summary>
/// How <c>rnnctl vocab</c> made a vocabulary: <c>vocab.json</c> beside it. Directories of rnnctl 0.1.0 and vocabularies of other tools have none.
/// </summary>
/// <param name="Lowercase">Whether the words were put into lower case.</param>
/// <param name="DigitsToZero">Whether each digit was read as 0.</param>
public sealed record VocabularyRecord(bool Lowercase, bool DigitsToZero)
{
    /// <summary>The file name.</summary>
    public const string Name = "vocab.json";

    /// <summary>Writes the file.</summary>
    public void Write(Stream stream)
    {
        JsonSerializer.Serialize(stream, this, VocabularyJson.Default.VocabularyRecord);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Reads the record of a vocabulary and compares it with how a model normalises its words.</summary>
    /// <param name="directory">The vocabulary's directory; one without a record fits.</param>
    /// <param name="normalizer">How the model normalises words.</param>
    /// <exception cref="InputException">The record is malformed, or the vocabulary was made from words that the model reads otherwise.</exception>
    public static void RequireFit(string directory, TokenNormalizer normalizer)
    {
        string path = Path.Combine(directory, Name);
        if (!File.Exists(path)) return;
        VocabularyRecord made = Read(path);
        string? missing = made.Lowercase && !normalizer.Lowercase ? "--lowercase"
            : made.DigitsToZero && !normalizer.DigitsToZero ? "--digits-to-zero" : null;
        if (missing is null) return;
        throw new InputException(
            $"{path}: the vocabulary was made with {missing}, and this model reads words without: most of them would be unknown",
            $"read the text alike ({missing}; a target has an option of its own), or make a vocabulary without it");
    }

    /// <summary>How the words of a vocabulary were normalised; not at all without a record.</summary>
    /// <param name="directory">The vocabulary's directory.</param>
    /// <exception cref="InputException">The record is malformed.</exception>
    public static TokenNormalizer NormalizerOf(string directory)
    {
        string path = Path.Combine(directory, Name);
        if (!File.Exists(path)) return default;
        VocabularyRecord made = Read(path);
        return new TokenNormalizer(made.Lowercase, made.DigitsToZero);
    }

    private static VocabularyRecord Read(string path)
    {
        try
        {
            using Stream stream = LineReader.OpenText(path);
            return JsonSerializer.Deserialize(stream, VocabularyJson.Default.VocabularyRecord) ?? throw new JsonException("null");
        }
        catch (JsonException failure)
        {
            throw new InputException($"{path}: expected how the vocabulary was made, found something else: {failure.Message}", failure);
        }
    }
}

/// <summary>The keys of the file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(VocabularyRecord))]
internal sealed partial class VocabularyJson : JsonSerializerContext;
