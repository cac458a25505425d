namespace Rnnctl.Fuzz.Outcomes;

/// <summary>The names, sizes and times of all files in a folder, except for one of its subfolders.</summary>
internal sealed class FolderSnapshot
{
    private readonly Dictionary<string, (long Length, DateTime Written)> _entries;

    private FolderSnapshot(Dictionary<string, (long Length, DateTime Written)> entries) => _entries = entries;

    /// <summary>Takes a snapshot.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="except">The subfolder to ignore.</param>
    public static FolderSnapshot Of(string folder, string except)
    {
        var entries = new Dictionary<string, (long Length, DateTime Written)>();
        Add(new DirectoryInfo(folder), except, entries);
        return new FolderSnapshot(entries);
    }

    /// <summary>The paths that are changed, new or deleted in a later snapshot.</summary>
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
            // The time of a directory is ignored: it changes with its entries, which are compared themselves.
            entries[entry.FullName] = entry is FileInfo file ? (file.Length, file.LastWriteTimeUtc) : (-1, default);
            if (entry is DirectoryInfo { LinkTarget: null } inner) Add(inner, except, entries);
        }
    }
}
