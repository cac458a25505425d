using Microsoft.Win32.SafeHandles;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Streaming;

/// <summary>A file of a corpus, or two parallel files, open for reading by several threads.</summary>
internal sealed class StreamedPart : IDisposable
{
    private readonly string[] _names;
    private readonly SafeFileHandle[] _files;
    private readonly long[] _lengths;

    /// <summary>Opens the files a second time.</summary>
    /// <param name="first">The number of its first sentence.</param>
    /// <param name="reader">Reads labelled sentences; null for pairs of sentences.</param>
    /// <param name="files">The files, at their beginning.</param>
    /// <exception cref="InputException">A file can't be read at any place, or can't be opened.</exception>
    public StreamedPart(int first, ILabelledReader? reader, ReadOnlySpan<LineReader> files)
    {
        (First, Reader) = (first, reader);
        foreach (LineReader file in files)
        {
            if (!file.CanSeek)
            {
                throw new InputException(
                    $"{file.Name}: --stream reads a file at many places, which a pipe or a compressed file does not allow", "write it to a plain file first");
            }
        }

        _names = new string[files.Length];
        _files = new SafeFileHandle[files.Length];
        _lengths = new long[files.Length];
        for (int file = 0; file < files.Length; file++)
            (_names[file], _files[file], _lengths[file]) = (files[file].Name, Open(files[file].Name), files[file].Length);
    }

    /// <summary>The number of its first sentence in the corpus.</summary>
    public int First { get; }

    /// <summary>The reader that read the files; null for pairs of sentences.</summary>
    public ILabelledReader? Reader { get; }

    /// <summary>Whether there are two parallel files.</summary>
    public bool HasTwoFiles => _files.Length == 2;

    /// <summary>Sets a stream and its reader to the lines of a sentence.</summary>
    /// <exception cref="InputException">The file can't be read or has another length than before.</exception>
    public void Seek(int file, long offset, int bytes, RangeStream stream, LineReader lines)
    {
        if (RandomAccess.GetLength(_files[file]) != _lengths[file]) throw Changed(file);
        stream.Open(_files[file], offset, bytes);
        lines.Name = _names[file];
        lines.Seek(offset, line: 2); // No first line, which may be another kind of file.
    }

    /// <summary>The error of a file that is no longer the one that was counted.</summary>
    public InputException Changed() => Changed(0);

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (SafeFileHandle file in _files) file?.Dispose();
    }

    private InputException Changed(int file)
    {
        bool isSecond = HasTwoFiles && RandomAccess.GetLength(_files[0]) == _lengths[0] && RandomAccess.GetLength(_files[1]) != _lengths[1];
        return new InputException($"{_names[isSecond ? 1 : file]}: the file has changed since this run first read it");
    }

    private static SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path, share: FileShare.Read | FileShare.Delete);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be opened: {error.Message}", error);
        }
    }
}
