using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Imports;
using Rnnctl.Inference.Tests.Imports;
using Rnnctl.Testing.Imports;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Tests.Contextual;

/// <summary>The vectors of the words of a batch, by an imported ELMo, against the equations of the program that wrote such files.</summary>
public sealed class ContextualReaderTests : IDisposable
{
    private static readonly string[] Sentences = ["it ends .", "a Zoë reads 日本語 a", "😀", "it ends", "reads reads reads"];

    private readonly TemporaryFolder _folder = new();
    private readonly ElmoFiles _files = new();
    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);
    private readonly ContextualModels _models;
    private readonly EncodedCorpus _corpus = new(Vocabulary.ForSequences(new SymbolCounts(), new VocabularySelection()), withWords: true);
    private readonly TaggerBatch _batch = new();

    public ContextualReaderTests()
    {
        (string options, string weights) = _files.Write(_folder);
        ElmoImport.Run(options, weights, _folder["elmo"]);
        using ContextualDirectories directories = ContextualDirectories.Open([_folder["elmo"]], _folder["tagger"]);
        _models = ContextualModels.Load(directories, learn: false, _backend);
        var buffer = new SentenceBuffer();
        foreach (string sentence in Sentences) buffer.Add(sentence);
        for (int sentence = 0; sentence < Sentences.Length; sentence++) _corpus.Add(buffer[sentence]);
    }

    public void Dispose()
    {
        _models.Dispose();
        _backend.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_batch_gets_the_vectors_of_its_words()
    {
        using var reader = new ContextualReader(_models);
        foreach (int[] sentences in (int[][])[[0, 1, 2, 3, 4], [4, 2], [1]])
        {
            _batch.Fill(_corpus, sentences);
            reader.Fill(_corpus, _batch);
            RequirePublishedVectors();
        }
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public void Kept_vectors_are_read_without_allocation(long bytesInMemory)
    {
        using var reader = new ContextualReader(_models);
        reader.Keep(_corpus.Words!, new VectorStore(_models.Shapes[0].Numbers, _corpus.Tokens, bytesInMemory, _folder["store"]), CancellationToken.None);
        _batch.Fill(_corpus, [3, 0, 1, 4]);
        reader.Fill(_corpus, _batch);
        RequirePublishedVectors();
        Assert.Equal(0, AllocatedBytes.Of(() => reader.Fill(_corpus, _batch)));
    }

    // Segments of one letter: the sentence with the most symbols is not the one with the most words. A blank source has its end symbol only.
    [Fact]
    public void A_translator_s_batch_gets_the_vectors_of_its_words_whatever_their_segments()
    {
        var sources = new EncodedSentences { Words = new SegmentedSentences() };
        foreach (string sentence in Sentences.Append(""))
        {
            SegmentedWord[] words = [.. sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => new SegmentedWord(word, word.Length))];
            sources.Words.Add(words, most: int.MaxValue);
            sources.Add(new int[words.Sum(word => word.Symbols) + 1]);
        }

        using var reader = new ContextualReader(_models);
        reader.Keep(sources.Words.Written, new VectorStore(_models.Numbers, sources.Words.Written.Words, 1 << 20, _folder["store"]), CancellationToken.None);
        var batch = new TranslatorBatch();
        foreach (int[] chosen in (int[][])[[0, 1, 2, 3, 4, 5], [5], [4, 5, 2]])
        {
            batch.FillSources(sources, chosen);
            reader.Fill(sources, batch);
            Assert.Equal(batch.Packed.SourceTokens, batch.Input.Contextual.WordOfSymbol.Length);
            if (chosen.Length > 1) RequirePublishedVectors(batch.Packed.SourceWords.Layout, batch.Input.Contextual.Vectors.Span);
            else Assert.True(batch.Input.Contextual.Vectors.IsEmpty);
        }

        Assert.Equal(0, AllocatedBytes.Of(() => reader.Fill(sources, batch)));
    }

    private void RequirePublishedVectors() => RequirePublishedVectors(_batch.Packed.Layout, _batch.Input.Contextual.Vectors.Span);

    /// <summary>Compares the top layer, the last of those that lie one below the other.</summary>
    private void RequirePublishedVectors(PackedLayout packed, ReadOnlySpan<float> layers)
    {
        const int Width = 2 * ElmoFiles.Projection;
        Assert.Equal((ElmoFiles.Layers + 1) * packed.Rows * Width, layers.Length);
        ReadOnlySpan<float> top = layers[^(packed.Rows * Width)..];
        for (int place = 0; place < packed.Sequences; place++)
        {
            double[][] expected = new NaiveElmo(_files).Read(Sentences[packed.Order[place]].Split(' '));
            for (int word = 0; word < expected.Length; word++)
            {
                float[] found = top.Slice((packed.StepOffsets[word] + place) * Width, Width).ToArray();
                Assert.All(expected[word].Zip(found), pair => Assert.Equal(pair.First, pair.Second, 2e-6));
            }
        }
    }
}
