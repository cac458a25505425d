using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace Rnnctl.Text.Embeddings;

/// <summary>
/// Reads word vectors in the binary format of word2vec: a line with the number of words and the dimension E, then for each word its UTF-8 bytes, a blank and E
/// 32-bit floats, little-endian; a line feed may follow.
/// </summary>
/// <param name="file">The file, after its first line.</param>
/// <param name="dimension">E.</param>
internal sealed class BinaryVectors(LineReader file, int dimension)
{
    private const int LongestWord = 1 << 12;

    private static readonly SearchValues<byte> BytesOfNumbers = SearchValues.Create("0123456789.+-eE \t\r"u8);

    private readonly float[] _vector = new float[dimension];
    private readonly byte[] _word = new byte[LongestWord];
    private readonly char[] _characters = new char[LongestWord];
    private long _read;

    /// <summary>Whether the bytes after the first line are no text.</summary>
    /// <param name="bytes">The first bytes of the file.</param>
    public static bool Follow(ReadOnlySpan<byte> bytes)
    {
        int line = bytes.IndexOf((byte)'\n'), blank = bytes.IndexOf((byte)' ');
        if (line < 0 || blank < 0 || blank > line || bytes[..line].ContainsAnyExceptInRange((byte)' ', (byte)'9')) return false;
        ReadOnlySpan<byte> rest = bytes[(line + 1)..];
        ReadOnlySpan<byte> numbers = rest[(rest.IndexOf((byte)' ') + 1)..];
        int end = numbers.IndexOf((byte)'\n');
        if (end > 0 && !numbers[..end].ContainsAnyExcept(BytesOfNumbers)) return false;
        numbers = numbers[..Math.Min(numbers.Length, 256)];
        foreach (byte one in numbers)
        {
            if (one < (byte)' ' && one is not ((byte)'\t' or (byte)'\n' or (byte)'\r')) return true;
        }

        // A character may be cut at the end of the bytes that are looked at.
        char[] characters = new char[numbers.Length];
        return Utf8.ToUtf16(numbers, characters, out _, out _, replaceInvalidSequences: false, isFinalBlock: false) == OperationStatus.InvalidData;
    }

    /// <summary>Reads the words up to the number that the first line gives, and returns how many were good.</summary>
    /// <param name="promised">That number.</param>
    /// <param name="wanted">Gets the vectors of the wanted words.</param>
    /// <param name="bad">Gets the entries that are no words with vectors.</param>
    /// <exception cref="InputException">Bad entries are refused, or a word has no end.</exception>
    public long Read(long promised, WantedVectors wanted, BadVectors bad)
    {
        long good = 0;
        while (_read < promised && TryReadWord(out int length))
        {
            _read++;
            if (!file.TryReadBytes(MemoryMarshal.AsBytes(_vector.AsSpan()))) break;
            if (length == 0
                || Utf8.ToUtf16(_word.AsSpan(0, length), _characters, out _, out int written, replaceInvalidSequences: false) != OperationStatus.Done)
            {
                bad.Add(Mistake("expected a word in UTF-8"), good);
                continue;
            }

            if (!wanted.Has(_characters.AsSpan(0, written)))
            {
                good++;
            }
            else if (Array.TrueForAll(_vector, float.IsFinite))
            {
                good++;
                wanted.Add(new string(_characters, 0, written), [.. _vector]);
            }
            else
            {
                bad.Add(Mistake("expected finite numbers"), good);
            }
        }

        return good;
    }

    private bool TryReadWord(out int length)
    {
        length = 0;
        Span<byte> next = stackalloc byte[1];
        while (file.TryReadBytes(next))
        {
            if (next[0] == (byte)' ') return true;
            if (length == LongestWord) throw Mistake($"expected a word of at most {LongestWord} bytes, found a longer one");
            if (next[0] != (byte)'\n' || length > 0) _word[length++] = next[0];
        }

        return false;
    }

    private InputException Mistake(string message) => new($"{file.Name}: word {_read} of the binary vectors: {message}");
}
