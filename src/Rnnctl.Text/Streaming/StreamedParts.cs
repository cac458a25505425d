using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Streaming;

/// <summary>The files of a corpus, in the order of its sentences.</summary>
internal sealed class StreamedParts : IDisposable
{
    private readonly List<StreamedPart> _parts = [];

    /// <summary>The number of parts.</summary>
    public int Count => _parts.Count;

    /// <summary>A part.</summary>
    public StreamedPart this[int part] => _parts[part];

    /// <summary>Adds the next part.</summary>
    /// <param name="first">The number of its first sentence.</param>
    /// <param name="reader">Reads labelled sentences; null for pairs of sentences.</param>
    /// <param name="files">A file, or two parallel files, at their beginning.</param>
    /// <exception cref="InputException">A file can't be read at any place, or can't be opened.</exception>
    public void Add(int first, ILabelledReader? reader, ReadOnlySpan<LineReader> files) => _parts.Add(new StreamedPart(first, reader, files));

    /// <summary>The number of the part that holds a sentence.</summary>
    public int Of(int sentence)
    {
        int low = 0;
        for (int high = _parts.Count; high - low > 1;)
        {
            int middle = (low + high) / 2;
            if (_parts[middle].First <= sentence) low = middle;
            else high = middle;
        }

        return low;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => _parts.ForEach(part => part.Dispose());
}
