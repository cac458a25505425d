using System.Globalization;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Embeddings;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Train;

/// <summary>The vectors that a new model's embeddings start from: <c>--pretrained</c>.</summary>
internal static class TrainingEmbeddings
{
    private const string Table = "embedding.weight";

    /// <summary>Refuses <c>--freeze-embeddings</c> without <c>--pretrained</c>.</summary>
    /// <exception cref="InputException">It was given without.</exception>
    public static void Check(TrainingConfiguration options)
    {
        if (options.FreezeEmbeddings && options.Pretrained.Length == 0)
            throw new InputException("--freeze-embeddings needs --pretrained: vectors drawn at random would never learn");
    }

    /// <summary>
    /// Reads the vectors of the training words and of further words of <c>--valid</c>, adds these words to the vocabulary, and prints how many there are.
    /// </summary>
    /// <param name="path">The file; empty for none.</param>
    /// <param name="dimension">The required length of a vector; null for the file's.</param>
    /// <param name="isStrict">Whether a bad line is refused rather than skipped with a warning.</param>
    /// <param name="tokens">The words of the training corpus.</param>
    /// <param name="valid">The sentences of <c>--valid</c>, or null.</param>
    /// <param name="console">Where the note goes.</param>
    /// <returns>The vocabulary with the added words, and the vectors, or null for none.</returns>
    /// <exception cref="InputException">The file is of another kind or dimension, or has a bad line that is refused.</exception>
    public static (Vocabulary Tokens, PretrainedEmbeddings? Vectors) Read(
        string path, int? dimension, bool isStrict, Vocabulary tokens, LabelledCorpus? valid, ToolConsole console)
    {
        if (path.Length == 0) return (tokens, null);
        string[] candidates = valid is null ? [] : [.. UnknownWords(valid, tokens)];
        PretrainedEmbeddings vectors = EmbeddingReader.Read(path, tokens.Symbols.Concat(candidates), dimension, isStrict ? null : console.Warn);
        string[] added = Array.FindAll(candidates, word => !vectors.VectorOf(word).IsEmpty);
        console.Note(Coverage([.. tokens.Symbols.Where(word => word != Vocabulary.Unknown)], added, vectors));
        return (tokens.With(added), vectors);
    }

    /// <summary>Writes the vectors into a new model's embeddings; words without a vector keep their random one.</summary>
    public static void Write(PretrainedEmbeddings vectors, TaggerModel model)
    {
        int dimension = vectors.Dimension;
        float[] table = new float[model.Tokens.Count * dimension];
        model.Parameters.Read(Table, table);
        for (int token = 0; token < model.Tokens.Count; token++) vectors.VectorOf(model.Tokens[token]).CopyTo(table.AsSpan(token * dimension, dimension));
        model.Parameters.Write(Table, table);
    }

    private static IEnumerable<string> UnknownWords(LabelledCorpus corpus, Vocabulary tokens) =>
        corpus.TokenSymbols.Symbols.Select(tokens.Normalizer.Apply).Distinct()
            .Where(word => word != Vocabulary.Unknown && tokens.Find(word) == tokens.UnknownId);

    private static string Coverage(string[] words, string[] added, PretrainedEmbeddings vectors)
    {
        int exact = words.Count(vectors.HasExactly), found = words.Count(word => !vectors.VectorOf(word).IsEmpty);
        string more = added.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {added.Length:N0} more from --valid");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"pretrained: {found:N0} of {words.Length:N0} words (exact {exact:N0}, lower-cased {found - exact:N0}){more}");
    }
}
