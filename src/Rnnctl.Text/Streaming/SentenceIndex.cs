using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Rnnctl.Text.Streaming;

/// <summary>
/// The index of a corpus' sentences: written once in order, then read in any order by several threads. It is in memory up to a limit, beyond it in a temporary
/// file in the user's <c>TMPDIR</c>.
/// </summary>
/// <param name="mostInMemory">The most sentences in memory.</param>
internal sealed class SentenceIndex(int mostInMemory = SentenceIndex.UsualMost) : IDisposable
{
    /// <summary>The usual limit: 20 MiB.</summary>
    public const int UsualMost = 1 << 19;

    private const int ChunkSentences = 1 << 13;

    private readonly List<IndexedSentence[]> _chunks = [];
    private FileStream? _file;

    /// <summary>The number of sentences.</summary>
    public int Count { get; private set; }

    /// <summary>A sentence.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public IndexedSentence this[int sentence]
    {
        get
        {
            if (_chunks[sentence / ChunkSentences] is { Length: > 0 } chunk) return chunk[sentence % ChunkSentences];
            Unsafe.SkipInit(out IndexedSentence found);
            ReadFile(sentence, new Span<IndexedSentence>(ref found));
            return found;
        }
    }

    /// <summary>Adds a sentence.</summary>
    /// <exception cref="InputException">The temporary file cannot be made, or there are more sentences than a number can count.</exception>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public void Add(IndexedSentence sentence)
    {
        if (Count == int.MaxValue) throw new InputException($"--stream: expected at most {int.MaxValue:N0} sentences, found more");
        if (Count % ChunkSentences == 0) BeginChunk();
        _chunks[^1][Count++ % ChunkSentences] = sentence;
    }

    /// <summary>Reads sentences that follow one another.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public void Read(int first, Span<IndexedSentence> sentences)
    {
        while (sentences.Length > 0)
        {
            int place = first % ChunkSentences, count = Math.Min(sentences.Length, ChunkSentences - place);
            if (_chunks[first / ChunkSentences] is { Length: > 0 } chunk) chunk.AsSpan(place, count).CopyTo(sentences);
            else ReadFile(first, sentences[..count]);
            sentences = sentences[count..];
            first += count;
        }
    }

    /// <summary>Frees the memory or the file.</summary>
    public void Dispose() => _file?.Dispose();

    private static long Offset(int sentence) => (long)sentence * Unsafe.SizeOf<IndexedSentence>();

    /// <summary>Makes room for further sentences. Beyond the limit the full chunks are in the file.</summary>
    private void BeginChunk()
    {
        IndexedSentence[] next = new IndexedSentence[ChunkSentences];
        if (Count >= mostInMemory)
        {
            _file ??= UnnamedFile.Create(Path.GetTempPath(), "index");
            for (int chunk = 0; chunk < _chunks.Count; chunk++) Write(_file, chunk);
        }

        _chunks.Add(next);
    }

    private void Write(FileStream file, int chunk)
    {
        if (_chunks[chunk].Length == 0) return;
        try
        {
            RandomAccess.Write(file.SafeFileHandle, MemoryMarshal.AsBytes<IndexedSentence>(_chunks[chunk]), Offset(chunk * ChunkSentences));
        }
        catch (IOException failure)
        {
            throw new IOException($"{Path.GetTempPath()}: the index of the sentences could not be written: {failure.Message}", failure);
        }

        _chunks[chunk] = [];
    }

    private void ReadFile(int first, Span<IndexedSentence> sentences)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(sentences);
        long offset = Offset(first);
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(_file!.SafeFileHandle, bytes, offset);
            if (read == 0) throw new IOException($"{Path.GetTempPath()}: the index of the sentences ends too early");
            bytes = bytes[read..];
            offset += read;
        }
    }
}
