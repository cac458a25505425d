using Rnnctl.Files;
using Rnnctl.Inference.Embedding;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Verbs.Embed;

/// <summary>
/// Embeds sentences as they arrive: answers at once on a slow input, works in batches on a fast one, and holds at most one portion in memory. A very long
/// sentence is embedded in parts.
/// </summary>
/// <param name="embedder">Computes the vectors.</param>
/// <param name="vectors">The vectors that are written.</param>
/// <param name="writer">Writes them.</param>
/// <param name="console">Receives warnings.</param>
internal sealed class EmbeddingFilter(IWordEmbedder embedder, ChosenVectors vectors, IVectorWriter writer, ToolConsole console)
{
    private const int SentencesAtOnce = 4096;

    // 64 MB of vectors.
    private const int NumbersAtOnce = 1 << 24;

    private readonly SentenceBuffer _sentences = new(Math.Clamp(NumbersAtOnce / vectors.Numbers, 1, SentenceBuffer.UsualTokens));
    private readonly List<IReadOnlyList<string>> _parts = [];

    /// <summary>Embeds all sentences of one input.</summary>
    /// <exception cref="InputException">A line is not UTF-8 text.</exception>
    public void Embed(LineReader lines, CancellationToken cancellation)
    {
        var portions = new FilterPortions(() => _sentences.Read(lines, SentencesAtOnce), () => _sentences.Sentences > 0);
        for (long line = lines.LineNumber + 1; portions.Next(); line = lines.LineNumber + 1)
        {
            cancellation.ThrowIfCancellationRequested();
            string[][] sentences = [.. Enumerable.Range(0, _sentences.Sentences).Select(sentence => _sentences[sentence].ToStrings())];
            _parts.Clear();
            foreach (string[] words in sentences) AddParts(words, $"{lines.Name}:{line++}");
            embedder.Run(_parts, cancellation);
            Write(sentences);
            if (!lines.HasBufferedLine) console.Output.Flush();
        }
    }

    private int PartsOf(string[] words) => Math.Max(1, (words.Length + embedder.LongestSentence - 1) / embedder.LongestSentence);

    private void AddParts(string[] words, string place)
    {
        int parts = PartsOf(words);
        if (parts > 1) console.Warn($"{place}: a sentence of {words.Length} tokens, embedded in parts of {embedder.LongestSentence} tokens");
        if (parts == 1) _parts.Add(words);
        else _parts.AddRange(words.Chunk(embedder.LongestSentence));
    }

    private void Write(string[][] sentences)
    {
        int part = 0;
        foreach (string[] words in sentences)
        {
            int parts = PartsOf(words);
            writer.Write(words, part, parts);
            part += parts;
        }
    }
}
