namespace Rnnctl.Fuzz.Outcomes;

/// <summary>The names, sizes and times of all files below a folder, but for one of its folders.</summary>
internal sealed class FolderSnapshot
{
    private readonly Dictionary<string, (long Length, DateTime Written)> _entries;

    private FolderSnapshot(Dictionary<string, (long Length, DateTime Written)> entries) => _entries = entries;

    /// <summary>Looks at a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="except">The folder in it that does not count, with all that it holds.</param>
    public static FolderSnapshot Of(string folder, string except)
    {
        var entries = new Dictionary<string, (long Length, DateTime Written)>();
        Add(new DirectoryInfo(folder), except, entries);
        return new FolderSnapshot(entries);
    }

    /// <summary>What another snapshot, of a later time, has changed, added or lost.</summary>
    public IReadOnlyList<string> ChangesTo(FolderSnapshot later) =>
    [
        .. _entries.Keys.Union(later._entries.Keys)
            .Where(path => !_entries.TryGetValue(path, out var before) || !later._entries.TryGetValue(path, out var after) || before != after)
            .Order(StringComparer.Ordinal),
    ];

    private static void Add(DirectoryInfo folder, string except, Dictionary<string, (long Length, DateTime Written)> entries)
    {
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
        {
            if (entry.FullName == except) continue;
            // A directory's time changes with its entries, which are looked at themselves.
            entries[entry.FullName] = entry is FileInfo file ? (file.Length, file.LastWriteTimeUtc) : (-1, default);
            if (entry is DirectoryInfo { LinkTarget: null } inner) Add(inner, except, entries);
        }
    }
}
