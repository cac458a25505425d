using Rnnctl.Text;

namespace Rnnctl.Inference.Files;

/// <summary>
/// A directory whose files change together or not at all, even where the process is killed or the power fails. One process at a time
/// writes to it; any number of others may read it meanwhile.
/// <para>A commit takes four steps, and each has reached the disk before the next begins:</para>
/// <list type="number">
/// <item>Stage: every file is written in full into the folder <see cref="StagedName"/>. A kill here leaves all the old files; the next start
/// deletes the folder.</item>
/// <item>Commit: the folder is renamed to <see cref="CommittedName"/>. A rename is atomic, so from here on, and not before, the new files
/// count: a reader takes a file from this folder where it is in it, and from its own place otherwise.</item>
/// <item>Place: each file is renamed to its own place. A kill here leaves the folder with the rest, which the next start puts in place.</item>
/// <item>Close: the folder, which is empty now, is removed.</item>
/// </list>
/// <para>No file is written in a place where a reader looks, and none that existed before is opened. A full disk shows in the first
/// two steps, before anything old was touched; the staged files are deleted and the old ones stay.</para>
/// </summary>
public sealed class AtomicDirectory : IDisposable
{
    /// <summary>The folder in which a commit's files are written.</summary>
    internal const string StagedName = ".rnnctl-staged";

    /// <summary>The folder of the files that count and have not been put in place yet.</summary>
    internal const string CommittedName = ".rnnctl-committed";

    private const int DeepestFolder = 3;

    private readonly DirectoryLock _lock;

    private AtomicDirectory(string path, DirectoryLock held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The path of the directory, as the caller gave it.</summary>
    public string Path { get; }

    /// <summary>Called after each change that a commit makes on the disk, so that a test sees every state that a killed process can
    /// leave.</summary>
    public Action? Changed { get; init; }

    /// <summary>
    /// Makes the directory where there is none, locks it, finishes the commit of a killed process, and deletes what it had only staged.
    /// </summary>
    /// <exception cref="InputException">The path is no directory or cannot be written, another process holds it, or one of its files is a
    /// link.</exception>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public static AtomicDirectory Open(string path) => Open(path, changed: null);

    /// <summary>Opens with a call after each change; see <see cref="Changed"/>.</summary>
    public static AtomicDirectory Open(string path, Action? changed)
    {
        if (File.Exists(path))
            throw new InputException($"{path}: expected a directory, found a file");
        var directory = new AtomicDirectory(path, DirectoryLock.Take(path)) { Changed = changed };
        try
        {
            directory.Recover();
            return directory;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file of the last commit, whether it is in its place yet or not; null where there is none.</summary>
    /// <remarks>Safe beside a writer: a file leaves the folder of the commit by the rename that puts it in place.</remarks>
    /// <exception cref="InputException">It is a link, a directory or no regular file, or may not be read.</exception>
    public static FileStream? TryOpenRead(string directory, string name) =>
        TryOpenAt(directory, $"{CommittedName}/{name}") ?? TryOpenAt(directory, name);

    /// <summary>Whether the directory has a file of this name, in its place or not yet.</summary>
    internal static bool Holds(string directory, string name) =>
        System.IO.Path.Exists(System.IO.Path.Combine(directory, CommittedName, name)) || System.IO.Path.Exists(System.IO.Path.Combine(directory, name));

    /// <summary>Whether a relative path stays in its directory.</summary>
    internal static bool IsInside(string name) =>
        name.Length > 0 && !name.Contains('\\') && !name.Contains(':') && !name.Any(char.IsControl)
        && name.Split('/').All(part => part.Length > 0 && part is not ("." or ".."));

    /// <summary>Replaces or adds all these files, or none of them.</summary>
    /// <exception cref="InputException">A file or its folder is a link.</exception>
    /// <exception cref="IOException">The disk is full or fails; the message says what could not be written. Before the folder is renamed the
    /// old files are untouched, afterwards the next <see cref="Open(string)"/> finishes the commit.</exception>
    public void Commit(IReadOnlyList<PendingFile> files)
    {
        string[] names = [.. files.Select(file => file.Name)];
        if (names.Length == 0 || Array.Exists(names, name => !IsInside(name)) || names.Distinct().Count() < names.Length)
            throw new ArgumentException("a commit needs files with different names inside the directory", nameof(files));
        foreach (string name in names) Link.Refuse(Path, name);

        // A commit that failed while its files were put in place is finished first.
        Recover();
        Stage(files);
        try
        {
            DurableFile.FlushNames(Path);
            Place();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{Path}: could not be saved completely: {failure.Message}; the next start tries again", failure);
        }
    }

    /// <summary>Deletes files, each by itself, and the folders that become empty. One that is not there is no error.</summary>
    /// <exception cref="InputException">A file or its folder is a link.</exception>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    public void Delete(IEnumerable<string> names)
    {
        foreach (string name in names.Where(name => File.Exists(InDirectory(name))))
        {
            Link.Refuse(Path, name);
            File.Delete(InDirectory(name));
            foreach (string empty in FoldersOf(name).Select(InDirectory).TakeWhile(folder => !Directory.EnumerateFileSystemEntries(folder).Any()))
                Directory.Delete(empty);
            Changed?.Invoke();
        }
    }

    /// <summary>Lets other processes write to the directory.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream? TryOpenAt(string directory, string name)
    {
        Link.Refuse(directory, name);
        return UserFile.TryOpenRead(System.IO.Path.Combine(directory, name));
    }

    private void Recover()
    {
        try
        {
            Place();
            DeleteStaged();
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new InputException($"{Path}: cannot be written: {failure.Message}", failure);
        }
    }

    /// <summary>Writes all files into the folder and renames it, or deletes it.</summary>
    private void Stage(IReadOnlyList<PendingFile> files)
    {
        string current = files[0].Name;
        try
        {
            foreach (PendingFile file in files)
                Write(current = file.Name, file.Write);
            FlushFolders(StagedName, files.Select(file => file.Name));
            Directory.Move(InDirectory(StagedName), InDirectory(CommittedName));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            DeleteStaged();
            string problem = $"{InDirectory(current)}: could not be saved: {failure.Message}";
            throw new IOException($"{problem}; the files that were there before are untouched", failure);
        }
        catch
        {
            DeleteStaged();
            throw;
        }

        Changed?.Invoke();
    }

    private void Write(string name, Action<Stream> write)
    {
        string staged = InDirectory($"{StagedName}/{name}");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(staged)!);
        Link.Refuse(Path, $"{StagedName}/{name}");
        DurableFile.WriteNew(staged, stream =>
        {
            Changed?.Invoke();
            write(stream);
        });
        Changed?.Invoke();
    }

    /// <summary>Moves the files in the folder of a commit to their own places.</summary>
    private void Place()
    {
        if (!HasFolder(CommittedName)) return;
        string[] names = FilesIn(CommittedName);
        foreach (string name in names)
        {
            Link.Refuse(Path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(InDirectory(name))!);
            File.Move(InDirectory($"{CommittedName}/{name}"), InDirectory(name), overwrite: true);
            Changed?.Invoke();
        }

        FlushFolders("", names);
        RemoveFolder(CommittedName);
    }

    private void DeleteStaged()
    {
        if (!HasFolder(StagedName)) return;
        foreach (string name in FilesIn(StagedName))
        {
            File.Delete(InDirectory($"{StagedName}/{name}"));
            Changed?.Invoke();
        }

        RemoveFolder(StagedName);
    }

    private bool HasFolder(string folder)
    {
        Link.Refuse(Path, folder);
        return Directory.Exists(InDirectory(folder));
    }

    /// <summary>The files in a folder of a commit. The deepest are vocabularies of a model inside the model: <c>contextual/1/vocab/tokens.txt</c>.</summary>
    private string[] FilesIn(string folder)
    {
        var nearby = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = DeepestFolder, AttributesToSkip = 0 };
        string[] entries = Directory.GetFileSystemEntries(InDirectory(folder), "*", nearby);
        string[] names = [.. entries.Select(entry => System.IO.Path.GetRelativePath(InDirectory(folder), entry).Replace('\\', '/'))];
        foreach (string name in names) Link.Refuse(Path, $"{folder}/{name}");
        return [.. names.Where(name => File.Exists(InDirectory($"{folder}/{name}"))).Order(StringComparer.Ordinal)];
    }

    private void RemoveFolder(string folder)
    {
        IEnumerable<string> below = Directory.GetDirectories(InDirectory(folder), "*", SearchOption.AllDirectories);
        foreach (string empty in below.OrderByDescending(path => path.Length)) Directory.Delete(empty);
        Directory.Delete(InDirectory(folder));
        Changed?.Invoke();
        DurableFile.FlushNames(Path);
    }

    private void FlushFolders(string root, IEnumerable<string> names)
    {
        string path = InDirectory(root);
        foreach (string folder in names.SelectMany(FoldersOf).Distinct()) DurableFile.FlushNames(System.IO.Path.Combine(path, folder));
        DurableFile.FlushNames(path);
    }

    /// <summary>The folders of a file, the deepest first: <c>contextual/1</c> and <c>contextual</c>.</summary>
    private static IEnumerable<string> FoldersOf(string name)
    {
        for (int end = name.LastIndexOf('/'); end > 0; end = name.LastIndexOf('/', end - 1)) yield return name[..end];
    }

    private string InDirectory(string name) => System.IO.Path.Combine(Path, name);
}
