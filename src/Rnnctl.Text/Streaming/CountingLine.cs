using System.Security.Cryptography;

namespace Rnnctl.Text.Streaming;

/// <summary>
/// Counts a text in chunks: the caller's thread fills them, other threads count each by itself, and the caller's thread adds the counts in the chunks' order.
/// So the result does not depend on the number of threads.
/// </summary>
/// <typeparam name="TChunk">A chunk of text, which is used again.</typeparam>
/// <param name="threads">The number of threads, the caller's among them.</param>
/// <param name="newChunk">Makes an empty chunk.</param>
/// <param name="add">Adds what was counted in a chunk, and empties it.</param>
/// <param name="cancellation">Ends the counting.</param>
internal sealed class CountingLine<TChunk>(int threads, Func<TChunk> newChunk, Action<TChunk> add, CancellationToken cancellation) : IDisposable
    where TChunk : ITextChunk
{
    private readonly Queue<(TChunk Chunk, Task Counted)> _counted = [];
    private readonly Stack<TChunk> _free = [];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private TChunk? _open;

    /// <summary>The chunk to fill.</summary>
    public TChunk Open => _open ??= _free.TryPop(out TChunk? free) ? free : newChunk();

    /// <summary>Passes the open chunk on. Call it where a sentence ends.</summary>
    /// <exception cref="OperationCanceledException">The counting was ended.</exception>
    public void Pass()
    {
        cancellation.ThrowIfCancellationRequested();
        TChunk chunk = Open;
        _open = default;
        if (threads < 2) chunk.Count();
        _counted.Enqueue((chunk, threads < 2 ? Task.CompletedTask : Task.Run(chunk.Count, CancellationToken.None)));
        if (_counted.Count >= threads) AddFirst();
    }

    /// <summary>Passes the open chunk on, and waits until all chunks are added.</summary>
    public void Flush()
    {
        Pass();
        while (_counted.Count > 0) AddFirst();
    }

    /// <summary>Waits for all chunks, and returns a digest of them.</summary>
    public string Finish()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    /// <summary>Waits for threads that still count.</summary>
    public void Dispose()
    {
        Task.WaitAll([.. _counted.Select(one => one.Counted)]);
        _hash.Dispose();
    }

    private void AddFirst()
    {
        (TChunk chunk, Task counted) = _counted.Dequeue();
        counted.GetAwaiter().GetResult();
        _hash.AppendData(chunk.Digest);
        add(chunk);
        _free.Push(chunk);
    }
}

/// <summary>A part of a text that one thread counts.</summary>
internal interface ITextChunk
{
    /// <summary>The digest of its text, after the counting.</summary>
    ReadOnlySpan<byte> Digest { get; }

    /// <summary>Counts it.</summary>
    void Count();
}
