using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Rnnctl.Text.Streaming;

/// <summary>The strings of a chunk of text, one after the other. The memory is used again.</summary>
internal sealed class ChunkText
{
    // Large enough that a thread has some milliseconds of work, small enough for its cache.
    private const int EnoughCharacters = 1 << 18;

    private const int MostCharacters = 1 << 28;

    private readonly List<int> _lengths = [];
    private readonly byte[] _digest = new byte[SHA256.HashSizeInBytes];
    private char[] _text = new char[2 * EnoughCharacters];
    private int _end, _next, _start;

    /// <summary>Whether there is enough text for a chunk.</summary>
    public bool IsFull => _end >= EnoughCharacters;

    /// <summary>SHA-256 of the strings and their lengths, as of the last call of <see cref="Rewind"/>.</summary>
    public ReadOnlySpan<byte> Digest => _digest;

    /// <summary>Adds a string.</summary>
    /// <exception cref="InputException">The chunk, which is a single sentence, is too long.</exception>
    public void Add(ReadOnlySpan<char> text)
    {
        if (_end + text.Length > MostCharacters)
            throw new InputException($"a sentence has more than {MostCharacters:N0} characters", "end each sentence by a blank line");
        if (_text.Length - _end < text.Length) Array.Resize(ref _text, Math.Max(2 * _text.Length, _end + text.Length));
        text.CopyTo(_text.AsSpan(_end));
        _end += text.Length;
        _lengths.Add(text.Length);
    }

    /// <summary>Goes to the first string, and makes the digest.</summary>
    public void Rewind()
    {
        (_next, _start) = (0, 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(_text.AsSpan(0, _end)));
        hash.AppendData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_lengths)));
        hash.GetHashAndReset(_digest);
    }

    /// <summary>Reads the next string.</summary>
    public ReadOnlySpan<char> Read()
    {
        int length = _lengths[_next++];
        _start += length;
        return _text.AsSpan(_start - length, length);
    }

    /// <summary>Removes all strings; keeps the memory.</summary>
    public void Clear()
    {
        _end = 0;
        _lengths.Clear();
    }
}
