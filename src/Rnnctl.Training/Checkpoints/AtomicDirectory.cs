using Rnnctl.Text;

namespace Rnnctl.Training.Checkpoints;

/// <summary>
/// A directory whose files change together or not at all, whatever moment the process is killed at or the power fails. One process at a
/// time holds it.
/// <para>A commit takes four steps, and each has reached the disk before the next begins:</para>
/// <list type="number">
/// <item>Stage: every file is written in full beside its name. A kill here leaves all the old files; the staged ones are deleted at the
/// next start.</item>
/// <item>Decide: a journal that lists the files is renamed into place. A rename is atomic, so from here on, and not before, the new files
/// count.</item>
/// <item>Publish: each staged file is renamed to its own name. A kill here leaves the journal: the next start renames what is still staged,
/// and a reader finds each listed file under its staged name, or under its own if it was renamed already. Either way it sees all the new
/// files.</item>
/// <item>Close: the journal is deleted. No file is staged again before that has reached the disk, so that no journal ever meets a
/// half-written file.</item>
/// </list>
/// <para>A full disk shows in the first two steps, before anything old was touched; the staged files are deleted and the old ones stay.
/// This is a redo log as databases keep it (Gray and Reuter, Transaction Processing, 1993), with renames as its only,
/// repeatable, action.</para>
/// </summary>
public sealed class AtomicDirectory : IDisposable
{
    /// <summary>The name of the file that is locked while a process may write to the directory.</summary>
    internal const string LockName = ".rnnctl-lock";

    private static readonly string JournalStaged = CommitJournal.FileName + CommitJournal.StagedSuffix;

    private readonly FileStream _lock;

    private AtomicDirectory(string path, FileStream lockFile)
    {
        Path = path;
        _lock = lockFile;
    }

    /// <summary>The directory, as it was given.</summary>
    public string Path { get; }

    /// <summary>Called after each change that a commit makes on the disk, so that a test sees every state that a killed process can
    /// leave.</summary>
    internal Action? Changed { get; init; }

    /// <summary>
    /// Makes the directory where there is none, locks it, finishes a commit that a killed process had decided, and deletes what it had only
    /// staged.
    /// </summary>
    /// <exception cref="InputException">The path is no directory or cannot be written, or another process holds it.</exception>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public static AtomicDirectory Open(string path) => Open(path, changed: null);

    /// <summary>Opens with a call after each change; see <see cref="Changed"/>.</summary>
    internal static AtomicDirectory Open(string path, Action? changed)
    {
        if (File.Exists(path))
            throw new InputException($"{path}: expected a directory, found a file");
        var directory = new AtomicDirectory(path, Lock(path)) { Changed = changed };
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

    /// <summary>Replaces or adds all these files, or none of them.</summary>
    /// <exception cref="IOException">The disk is full or fails; the message says what could not be written. Before the journal stands the
    /// old files are untouched, afterwards the next <see cref="Open(string)"/> finishes the commit.</exception>
    public void Commit(IReadOnlyList<PendingFile> files)
    {
        string[] names = [.. files.Select(file => file.Name)];
        if (names.Length == 0 || Array.Exists(names, name => !CommitJournal.IsInside(name)) || names.Distinct().Count() < names.Length)
            throw new ArgumentException("a commit needs files with different names inside the directory", nameof(files));

        // A commit that failed while it was being published is still open, and nothing may be staged under its journal.
        Recover();
        StageAndDecide(files, names);
        try
        {
            DurableFile.FlushNames(Path);
            Publish(names);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{Path}: could not be saved completely: {failure.Message}; the next start tries again", failure);
        }
    }

    /// <summary>Lets other processes write to the directory.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path)
    {
        try
        {
            Make(path);
            string lockPath = System.IO.Path.Combine(path, LockName);
            FileOptions options = FileOptions.DeleteOnClose;
            return new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, options);
        }
        catch (IOException failure) when (DiskError.IsHeldByAnother(failure))
        {
            throw new InputException($"{path}: another rnnctl process is writing to this directory", failure);
        }
        catch (IOException failure) when (DiskError.IsDisk(failure))
        {
            throw new IOException($"{path}: could not be written: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be written: {failure.Message}", failure);
        }
    }

    private static void Make(string path)
    {
        if (Directory.Exists(path))
            return;
        Directory.CreateDirectory(path);
        DurableFile.FlushNames(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
    }

    private void Recover()
    {
        try
        {
            IReadOnlyList<string> names = CommitJournal.Read(Path);
            if (names.Count > 0)
                Publish(names);
            DeleteStaged();
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new InputException($"{Path}: cannot be written: {failure.Message}", failure);
        }
    }

    private void StageAndDecide(IReadOnlyList<PendingFile> files, string[] names)
    {
        string current = CommitJournal.FileName;
        try
        {
            foreach (PendingFile file in files)
                Stage(current = file.Name, file.Write);
            Stage(current = CommitJournal.FileName, stream => CommitJournal.Write(stream, names));
            FlushNames(names);
            Move(JournalStaged, CommitJournal.FileName);
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
    }

    private void Stage(string name, Action<Stream> write)
    {
        string staged = InDirectory(name + CommitJournal.StagedSuffix);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(staged)!);
        DurableFile.Write(staged, stream =>
        {
            Changed?.Invoke();
            write(stream);
        });
        Changed?.Invoke();
    }

    private void Publish(IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            string staged = name + CommitJournal.StagedSuffix;
            if (File.Exists(InDirectory(staged)))
                Move(staged, name);
        }

        FlushNames(names);
        File.Delete(InDirectory(CommitJournal.FileName));
        Changed?.Invoke();
        DurableFile.FlushNames(Path);
    }

    private void Move(string from, string to)
    {
        File.Move(InDirectory(from), InDirectory(to), overwrite: true);
        Changed?.Invoke();
    }

    private void FlushNames(IEnumerable<string> names)
    {
        foreach (string folder in names.Select(name => System.IO.Path.GetDirectoryName(InDirectory(name))!).Append(Path).Distinct())
            DurableFile.FlushNames(folder);
    }

    private void DeleteStaged()
    {
        // One level down is where vocabularies lie; deeper, or through links, nothing is ours.
        var nearby = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 1,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        foreach (string staged in Directory.EnumerateFiles(Path, "*" + CommitJournal.StagedSuffix, nearby))
        {
            File.Delete(staged);
            Changed?.Invoke();
        }

        DurableFile.FlushNames(Path);
    }

    private string InDirectory(string name) => System.IO.Path.Combine(Path, name);
}
