using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Batching;

/// <summary>Reads blocks of a text from its files, again and again. It allocates nothing once its memory is large enough.</summary>
/// <param name="text">The text.</param>
/// <param name="encoder">Makes words to symbols.</param>
/// <param name="written">Makes words to numbers where their characters are read; else null.</param>
/// <param name="lengths">The length of each file in bytes when the text was first read.</param>
internal sealed class BlockReader(PlainText text, TextEncoder encoder, WrittenWords? written, IReadOnlyList<long> lengths) : IDisposable
{
    // Files that are open at a time: a system allows a process some hundreds.
    private const int MostOpen = 64;

    private readonly LineReader?[] _files = new LineReader?[text.Files];
    private readonly PlaceBuffer _places = new(encoder, written);
    private int _open;

    /// <summary>Reads a block. The symbols on the right of its places are valid until the next reading.</summary>
    /// <exception cref="InputException">The file can't be read, or is no longer the one that was read at first.</exception>
    public ReadOnlySpan<int> Read(TextBlock block)
    {
        LineReader lines = _files[block.File] ?? Open(block.File);
        bool hasChanged = lines.Length != lengths[block.File];
        if (!hasChanged)
        {
            lines.Seek(block.Offset, block.Line);
            _places.Clear();
            while (_places.Right.Length < block.Places && lines.TryRead(out ReadOnlySpan<char> line)) _places.Add(line);
            hasChanged = _places.Right.Length != block.Places;
        }

        return hasChanged ? throw new InputException($"{lines.Name}: the file has changed since this run first read it") : _places.Right;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (LineReader? file in _files) file?.Dispose();
        Array.Clear(_files);
        _open = 0;
    }

    private LineReader Open(int file)
    {
        if (_open == MostOpen) Dispose();
        _open++;
        return _files[file] = text.Open(file);
    }
}

/// <summary>Consecutive sentences of a file.</summary>
/// <param name="File">The number of the file.</param>
/// <param name="Offset">The byte at which the first line begins.</param>
/// <param name="Line">The number of the first line, from 1.</param>
/// <param name="Places">The number of places.</param>
internal readonly record struct TextBlock(int File, long Offset, long Line, int Places);
