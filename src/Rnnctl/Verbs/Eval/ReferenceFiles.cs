using Rnnctl.Text;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Verbs.Eval;

/// <summary>The files of <c>--reference</c>, each opened once, so that a pipe works too.</summary>
internal sealed class ReferenceFiles : IDisposable
{
    private readonly List<LineReader> _files = [];

    private ReferenceFiles()
    {
    }

    /// <summary>The name of the first file.</summary>
    public string Name => _files[0].Name;

    /// <summary>Whether the files are labelled sentences rather than translations; see <see cref="CorpusReader.AreLabelled"/>.</summary>
    public bool AreLabelled => CorpusReader.AreLabelled(_files);

    /// <summary>Opens files.</summary>
    /// <exception cref="InputException">One cannot be read.</exception>
    public static ReferenceFiles Open(IReadOnlyList<string> paths)
    {
        var files = new ReferenceFiles();
        try
        {
            foreach (string path in paths) files._files.Add(LineReader.Open(path));
            return files;
        }
        catch (InputException)
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Reads labelled sentences.</summary>
    /// <exception cref="InputException">A file is malformed or empty.</exception>
    public LabelledCorpus ReadCorpus(CorpusLayout layout, Action<string> notice) => CorpusReader.Read(_files, layout, notice);

    /// <summary>Reads references of translations: <c>[segments][files]</c>.</summary>
    /// <exception cref="InputException">A file is empty or has another number of lines than the first.</exception>
    public IReadOnlyList<string[]> ReadLines()
    {
        List<string> first = ReadAll(_files[0]);
        if (first.Count == 0) throw new InputException($"{_files[0].Name}: expected references, a line each, found an empty file");
        List<string>[] lines = [first, .. _files.Skip(1).Select(file => ReadAll(file, first.Count, _files[0].Name))];
        return [.. Enumerable.Range(0, first.Count).Select(segment => Array.ConvertAll(lines, file => file[segment]))];
    }

    /// <summary>Reads references for segments that another file has too: <c>[segments][files]</c>; none where no files are given.</summary>
    /// <exception cref="InputException">A file has another number of lines.</exception>
    public IReadOnlyList<string[]> ReadLines(int segments, string of)
    {
        List<string>[] lines = [.. _files.Select(file => ReadAll(file, segments, of))];
        return [.. Enumerable.Range(0, segments).Select(segment => Array.ConvertAll(lines, file => file[segment]))];
    }

    /// <inheritdoc/>
    public void Dispose() => _files.ForEach(file => file.Dispose());

    private static List<string> ReadAll(LineReader file, int expected, string of)
    {
        List<string> lines = ReadAll(file);
        return lines.Count == expected
            ? lines
            : throw new InputException(
                $"{file.Name}: expected {expected} reference{(expected == 1 ? "" : "s")}, a line each, as {of} has, found {lines.Count}");
    }

    private static List<string> ReadAll(LineReader file)
    {
        List<string> lines = [];
        while (file.TryRead(out ReadOnlySpan<char> line)) lines.Add(line.ToString());
        return lines;
    }
}
