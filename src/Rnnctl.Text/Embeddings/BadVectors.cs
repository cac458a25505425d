using System.Globalization;

namespace Rnnctl.Text.Embeddings;

/// <summary>
/// The bad entries of a file of vectors, of which many published files have some: they are skipped, counted, and the first is named. A file with more bad
/// entries than good ones is of another kind and refused.
/// </summary>
/// <param name="warn">Receives the warning; null refuses the first bad entry.</param>
internal sealed class BadVectors(Action<string>? warn)
{
    // Decides early on a large file of another kind.
    private const long Many = 1000;

    private InputException? _first;
    private long _count;

    /// <summary>Skips an entry.</summary>
    /// <param name="mistake">What is wrong with it.</param>
    /// <param name="good">The number of good entries so far.</param>
    /// <exception cref="InputException">Bad entries are refused, or are many and more than the good ones.</exception>
    public void Add(InputException mistake, long good)
    {
        if (warn is null) throw mistake;
        _first ??= mistake;
        _count++;
        if (_count >= Many && _count > good) throw _first;
    }

    /// <summary>Compares the number of entries with the one that the file's first line gives.</summary>
    /// <param name="promised">That number; 0 for none.</param>
    /// <param name="good">The number of good entries.</param>
    /// <param name="lines">The file, read to its end.</param>
    /// <exception cref="InputException">There are fewer, and bad entries are refused.</exception>
    public void RequireCount(long promised, long good, LineReader lines)
    {
        if (good + _count >= promised) return;
        InputException mistake = lines.Error($"expected {promised} words, as the first line says, found the end of the file after {good + _count}");
        if (warn is null) throw mistake;
        warn(mistake.Message);
    }

    /// <summary>Tells of the entries that were skipped.</summary>
    /// <exception cref="InputException">There are more than good ones.</exception>
    public void Tell(long good)
    {
        if (_first is null) return;
        if (_count > good) throw _first;
        string skipped = _count == 1 ? "skipped a line" : string.Create(CultureInfo.InvariantCulture, $"skipped {_count:N0} lines, the first");
        warn!($"{skipped}: {_first.Message}");
    }
}
