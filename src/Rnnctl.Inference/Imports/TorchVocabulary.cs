using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Tagging;
using Rnnctl.Inference.Translation;
using Rnnctl.Text;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Imports;

/// <summary>
/// A vocabulary that belongs to someone else's weights. Symbols that a model keeps first, such as <c>&lt;unk&gt;</c>, may stand anywhere in the file; the rows
/// of the weights then move with them.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Symbols">The symbols in the order of the model's ids.</param>
/// <param name="Rows">For each id, the row that the weights have for it; null where all rows stay.</param>
/// <param name="Merges">The merges of a byte-pair encoding, which a directory of <c>rnnctl vocab</c> may have; null for none.</param>
internal sealed record TorchVocabulary(string Path, IReadOnlyList<string> Symbols, int[]? Rows, IReadOnlyList<string>? Merges = null)
{
    private static readonly string[] Frame = [Vocabulary.Unknown, Vocabulary.Begin, Vocabulary.End];

    /// <summary>Reads the file of a model's vocabulary.</summary>
    /// <param name="name">Its name in the model.</param>
    /// <param name="path">The file, a symbol a line; of sequences also a directory that <c>rnnctl vocab</c> made.</param>
    /// <param name="configuration">The model's configuration without vocabularies.</param>
    /// <exception cref="InputException">The file can't be read, a line is empty or repeats another, or a symbol is missing that the model needs.</exception>
    public static TorchVocabulary Read(string name, string path, ModelConfiguration configuration)
    {
        if (configuration.Task == ModelTask.Tag) return ReadOfTagger(name, path);
        TokenNormalizer normalizer = name == TranslatorText.TargetVocabulary ? configuration.Text.TargetNormalizer() : configuration.Text.Normalizer();
        if (Directory.Exists(path))
        {
            TextEncoder encoder = TextEncoderReader.Read(path, normalizer);
            return new TorchVocabulary(path, encoder.Vocabulary.Symbols, Rows: null, encoder.Subwords?.Lines);
        }

        bool isOfCharacters = configuration.Architecture.LanguageModel?.Unit == TextUnit.Characters;
        return InOrder(path, ReadLines(path), isOfCharacters ? [.. Frame, Vocabulary.Space] : Frame, areNeeded: true);
    }

    /// <summary>The lines of the files that the model has of this vocabulary, by their names.</summary>
    public IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> Files(string name)
    {
        yield return new(name, Symbols);
        if (Merges is not null) yield return new(EncoderFiles.Merges(name), Merges);
    }

    /// <summary>The rows of a tensor in the order of the ids.</summary>
    /// <param name="values">The tensor, a row for each symbol of the file.</param>
    public float[] InOrder(float[] values)
    {
        if (Rows is null) return values;
        int width = values.Length / Rows.Length;
        var moved = new float[values.Length];
        for (int id = 0; id < Rows.Length; id++) values.AsSpan(Rows[id] * width, width).CopyTo(moved.AsSpan(id * width));
        return moved;
    }

    private static TorchVocabulary ReadOfTagger(string name, string path)
    {
        IReadOnlyList<string> symbols = ReadLines(path);
        if (name != TaggerModel.LabelVocabulary) return InOrder(path, symbols, [Vocabulary.Unknown], areNeeded: name == TaggerModel.CharacterVocabulary);
        int reserved = symbols.ToList().IndexOf(Vocabulary.Unknown);
        return reserved < 0
            ? new TorchVocabulary(path, symbols, Rows: null)
            : throw InputException.At(path, reserved + 1, $"a label reads {Vocabulary.Unknown}, which is reserved for unknown symbols", "rename that label");
    }

    private static IReadOnlyList<string> ReadLines(string path)
    {
        using LineReader lines = LineReader.Open(path);
        return Vocabulary.Read(lines).Symbols;
    }

    /// <summary>Puts symbols first.</summary>
    private static TorchVocabulary InOrder(string path, IReadOnlyList<string> symbols, string[] first, bool areNeeded)
    {
        string? missing = areNeeded ? Array.Find(first, symbol => !symbols.Contains(symbol)) : null;
        if (missing is not null)
        {
            throw new InputException(
                $"{path}: it has no line {missing}: such a vocabulary has {string.Join(", ", first)}", "rename the lines that stand for them, in their places");
        }

        int[] ofFirst = [.. first.Select(symbol => symbols.ToList().IndexOf(symbol)).Where(row => row >= 0)];
        int[] rows = [.. ofFirst, .. Enumerable.Range(0, symbols.Count).Except(ofFirst)];
        bool stay = rows.Index().All(one => one.Index == one.Item);
        return new TorchVocabulary(path, stay ? symbols : [.. rows.Select(row => symbols[row])], stay ? null : rows);
    }
}
