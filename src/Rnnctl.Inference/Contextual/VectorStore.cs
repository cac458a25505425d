using System.Runtime.InteropServices;
using Rnnctl.Text;

namespace Rnnctl.Inference.Contextual;

/// <summary>
/// Rows of numbers of one width, which are written once in order and then read in any order without allocation. They are in memory up to a limit, beyond it
/// in a file that has lost its name as soon as it is open, so that a killed process leaves nothing.
/// </summary>
public sealed class VectorStore : IDisposable
{
    private const int ChunkNumbers = 1 << 22;

    private readonly string _directory;
    private readonly int _rowsOfChunk;
    private readonly float[][] _chunks;
    private readonly FileStream? _file;
    private long _written;

    /// <summary>Creates an empty store.</summary>
    /// <param name="width">The numbers of a row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="bytesInMemory">The most bytes in memory; a larger store is in a file.</param>
    /// <param name="directory">Where the file is made; the directory too where there is none.</param>
    /// <exception cref="InputException">The file cannot be made.</exception>
    public VectorStore(int width, int rows, long bytesInMemory, string directory)
    {
        (Width, Rows, _directory) = (width, rows, directory);
        _rowsOfChunk = Math.Max(1, ChunkNumbers / width);
        IsInFile = Bytes > bytesInMemory;
        if (IsInFile) _file = UnnamedFile.Create(directory, "contextual");
        _chunks = IsInFile ? [] : [.. Chunks()];
    }

    /// <summary>The numbers of a row.</summary>
    public int Width { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The bytes of all rows.</summary>
    public long Bytes => (long)Rows * Width * sizeof(float);

    /// <summary>Whether the rows are in a file.</summary>
    public bool IsInFile { get; }

    /// <summary>Writes the next rows, <c>[rows, width]</c> row after row.</summary>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are more than the store was made for.</exception>
    public void Append(ReadOnlySpan<float> rows)
    {
        int count = rows.Length / Width;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_written + count, Rows, nameof(rows));
        if (_file is null)
        {
            for (int row = 0; row < count; row++) rows.Slice(row * Width, Width).CopyTo(Row((int)_written + row));
        }
        else
        {
            Write(_file, rows);
        }

        _written += count;
    }

    /// <summary>Reads consecutive rows that were written, <c>[rows, width]</c> row after row.</summary>
    /// <param name="first">The number of the first row.</param>
    /// <param name="rows">Receives them.</param>
    /// <exception cref="IOException">The disk fails.</exception>
    public void Read(int first, Span<float> rows)
    {
        if (_file is null)
        {
            for (int row = 0; row < rows.Length / Width; row++) Row(first + row).CopyTo(rows.Slice(row * Width, Width));
            return;
        }

        Span<byte> bytes = MemoryMarshal.AsBytes(rows);
        long offset = (long)first * Width * sizeof(float);
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(_file.SafeFileHandle, bytes, offset);
            if (read == 0) throw new IOException($"{_directory}: the file of contextual vectors ends too early");
            bytes = bytes[read..];
            offset += read;
        }
    }

    /// <summary>Frees the memory or the file.</summary>
    public void Dispose() => _file?.Dispose();

    private IEnumerable<float[]> Chunks()
    {
        for (int first = 0; first < Rows; first += _rowsOfChunk) yield return new float[Math.Min(_rowsOfChunk, Rows - first) * Width];
    }

    private Span<float> Row(int row) => _chunks[row / _rowsOfChunk].AsSpan(row % _rowsOfChunk * Width, Width);

    private void Write(FileStream file, ReadOnlySpan<float> rows)
    {
        try
        {
            RandomAccess.Write(file.SafeFileHandle, MemoryMarshal.AsBytes(rows), _written * Width * sizeof(float));
        }
        catch (IOException failure)
        {
            throw new IOException($"{_directory}: the contextual vectors could not be written: {failure.Message}", failure);
        }
    }
}
