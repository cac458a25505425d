using System.Diagnostics;
using System.Text;
using Rnnctl.Inference.Files;
using Rnnctl.Text;

namespace Rnnctl.Inference.Tests.Files;

public sealed class AtomicDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_commit_leaves_its_files_and_nothing_else()
    {
        using (AtomicDirectory atomic = AtomicDirectory.Open(_directory["model"]))
            atomic.Commit([File("a.txt", "1"), File("vocab/b.txt", "2")]);
        Assert.Equal(["model/a.txt", "model/vocab/b.txt"], _directory.Files());
        Assert.Equal("2", System.IO.File.ReadAllText(_directory["model/vocab/b.txt"]));
    }

    [Fact]
    public void A_process_killed_while_it_writes_folders_in_folders_leaves_all_the_old_files_or_all_the_new_ones()
    {
        using (AtomicDirectory first = AtomicDirectory.Open(_directory.Root)) first.Commit([File("a", "old")]);
        var killed = new List<TemporaryFolder>();
        using (AtomicDirectory second = AtomicDirectory.Open(_directory.Root, () => killed.Add(KilledDirectory.CopyOf(_directory.Root))))
            second.Commit([File("a", "new"), File("contextual/1/vocab/b", "new"), File("contextual/2/c", "new")]);
        Assert.Equal(["a", "contextual/1/vocab/b", "contextual/2/c"], _directory.Files());
        foreach (TemporaryFolder directory in killed)
        {
            AtomicDirectory.Open(directory.Root).Dispose();
            string[] expected = System.IO.File.ReadAllText(directory["a"]) == "old" ? ["a"] : ["a", "contextual/1/vocab/b", "contextual/2/c"];
            Assert.Equal(expected, directory.Files());
            directory.Dispose();
        }
    }

    [Fact]
    public void A_process_killed_at_any_step_leaves_all_the_old_files_or_all_the_new_ones()
    {
        using (AtomicDirectory first = AtomicDirectory.Open(_directory.Root))
            first.Commit([File("a", "old"), File("b", "old"), File("vocab/c", "old")]);
        var killed = new List<TemporaryFolder>();
        using (AtomicDirectory second = AtomicDirectory.Open(_directory.Root, () => killed.Add(KilledDirectory.CopyOf(_directory.Root))))
            second.Commit([File("a", "new"), File("b", "new"), File("vocab/c", "new"), File("d", "new")]);

        // Four files, each begun and finished; the rename of their folder and of each; the folder's end.
        Assert.Equal(2 * 4 + 1 + 4 + 1, killed.Count);
        string[] outcomes = [.. killed.Select(OutcomeOfRestart)];
        Assert.Equal(outcomes.Order(StringComparer.Ordinal).Reverse(), outcomes);
        Assert.Contains("old", outcomes);
        Assert.Contains("new", outcomes);
        killed.ForEach(directory => directory.Dispose());
    }

    [Fact]
    public void A_killed_restart_also_leaves_all_the_old_files_or_all_the_new_ones()
    {
        using (AtomicDirectory first = AtomicDirectory.Open(_directory.Root))
            first.Commit([File("a", "old"), File("b", "old"), File("vocab/c", "old")]);
        var killed = new List<TemporaryFolder>();
        using (AtomicDirectory second = AtomicDirectory.Open(_directory.Root, () => killed.Add(KilledDirectory.CopyOf(_directory.Root))))
            second.Commit([File("a", "new"), File("b", "new"), File("vocab/c", "new"), File("d", "new")]);

        int killedTwice = 0;
        foreach (TemporaryFolder directory in killed)
        {
            var again = new List<TemporaryFolder>();
            AtomicDirectory.Open(directory.Root, () => again.Add(KilledDirectory.CopyOf(directory.Root))).Dispose();
            string expected = OutcomeOfRestart(directory);
            Assert.All(again, state => Assert.Equal(expected, OutcomeOfRestart(state)));
            killedTwice += again.Count;
            again.ForEach(state => state.Dispose());
        }

        Assert.True(killedTwice > 20);
        killed.ForEach(directory => directory.Dispose());
    }

    [Fact]
    public void A_failed_write_leaves_the_old_files_and_no_half_written_one()
    {
        using AtomicDirectory atomic = AtomicDirectory.Open(_directory.Root);
        atomic.Commit([File("a", "old"), File("b", "old")]);
        PendingFile failing = new("b", stream =>
        {
            stream.Write("half"u8);
            throw new IOException("No space left on device");
        });
        IOException failure = Assert.Throws<IOException>(() => atomic.Commit([File("a", "new"), failing]));
        Assert.Contains("b: could not be saved: No space left on device", failure.Message, StringComparison.Ordinal);
        AssertFiles(("a", "old"), ("b", "old"));
        atomic.Commit([File("a", "new")]);
        AssertFiles(("a", "new"), ("b", "old"));
    }

    [Fact]
    public void An_unfinished_commit_is_finished_before_the_next_one_begins()
    {
        using AtomicDirectory atomic = AtomicDirectory.Open(_directory.Root);
        atomic.Commit([File("a", "old")]);
        Directory.CreateDirectory(_directory["b"]);
        Assert.Throws<IOException>(() => atomic.Commit([File("a", "new"), File("b", "new")]));
        Assert.Throws<IOException>(() => atomic.Commit([File("a", "newer")]));
        Directory.Delete(_directory["b"]);
        atomic.Commit([File("c", "newer")]);
        AssertFiles(("a", "new"), ("b", "new"), ("c", "newer"));
    }

    [Fact]
    public void The_next_start_deletes_what_a_killed_process_staged_and_no_other_file()
    {
        foreach (string folder in (string[])[".rnnctl-staged/vocab", "data/.rnnctl-staged"]) Directory.CreateDirectory(_directory[folder]);
        foreach (string name in (string[])[".rnnctl-staged/a", ".rnnctl-staged/vocab/b", "a.tmp", "notes", "data/.rnnctl-staged/c"])
            System.IO.File.WriteAllText(_directory[name], "");
        AtomicDirectory.Open(_directory.Root).Dispose();
        Assert.Equal(["a.tmp", "data/.rnnctl-staged/c", "notes"], _directory.Files());
        Assert.Equal([_directory["data"]], Directory.GetDirectories(_directory.Root));
    }

    [Fact]
    public void Two_processes_cannot_hold_one_directory()
    {
        using (AtomicDirectory.Open(_directory.Root))
        {
            InputException refusal = Assert.Throws<InputException>(() => AtomicDirectory.Open(_directory.Root));
            Assert.Equal($"{_directory.Root}: another rnnctl process is writing to this directory", refusal.Message);
            Assert.Throws<InputException>(() => AtomicDirectory.Open(_directory.Root));
        }

        AtomicDirectory.Open(_directory.Root).Dispose();
        Assert.Empty(_directory.Files());
    }

    [Fact]
    public void The_lock_file_of_a_killed_process_does_not_block_the_next_one()
    {
        System.IO.File.WriteAllText(_directory[DirectoryLock.FileName], "");
        AtomicDirectory.Open(_directory.Root).Dispose();
    }

    [Fact]
    public void A_file_instead_of_the_directory_is_wrong_input()
    {
        System.IO.File.WriteAllText(_directory["file"], "");
        Assert.Equal(
            $"{_directory["file"]}: expected a directory, found a file",
            Assert.Throws<InputException>(() => AtomicDirectory.Open(_directory["file"])).Message);
        Assert.Throws<InputException>(() => AtomicDirectory.Open(_directory["file/below"]));
        Assert.Throws<InputException>(() => AtomicDirectory.Open("/proc/rnnctl"));
    }

    [Fact]
    public void A_lock_file_that_was_deleted_while_it_was_locked_is_locked_again()
    {
        if (OperatingSystem.IsWindows()) return;
        string path = _directory[DirectoryLock.FileName];
        int opened = 0;
        using DirectoryLock held = DirectoryLock.Take(_directory.Root, () =>
        {
            if (++opened == 1) System.IO.File.Delete(path);
        });
        Assert.Equal(2, opened);
        Assert.Throws<InputException>(() => DirectoryLock.Take(_directory.Root));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("vocab")]
    [InlineData("vocab/b")]
    [InlineData(".rnnctl-staged")]
    [InlineData(".rnnctl-staged/a")]
    [InlineData(".rnnctl-committed")]
    [InlineData(".rnnctl-committed/a")]
    [InlineData(".rnnctl-committed/vocab")]
    [InlineData(".rnnctl-lock")]
    public void A_link_is_refused_and_its_target_stays(string name)
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("a", "mine");
        elsewhere.Write("b", "mine");
        bool isFolder = name is "vocab" or ".rnnctl-staged" or ".rnnctl-committed" or ".rnnctl-committed/vocab";
        Directory.CreateDirectory(Path.GetDirectoryName(_directory[name])!);
        System.IO.File.CreateSymbolicLink(_directory[name], isFolder ? elsewhere.Root : elsewhere["a"]);
        InputException refusal = Assert.Throws<InputException>(() =>
        {
            using AtomicDirectory atomic = AtomicDirectory.Open(_directory.Root);
            atomic.Commit([File("a", "new"), File("vocab/b", "new")]);
        });
        Assert.Equal($"{_directory[name]}: expected a file or folder, found a link", refusal.Message);
        Assert.Equal("mine mine", $"{System.IO.File.ReadAllText(elsewhere["a"])} {System.IO.File.ReadAllText(elsewhere["b"])}");
        Assert.Equal(["a", "b"], elsewhere.Files());
    }

    [Fact]
    public void A_link_to_a_missing_file_does_not_create_it()
    {
        using var elsewhere = new TemporaryFolder();
        System.IO.File.CreateSymbolicLink(_directory[".rnnctl-lock"], elsewhere["new"]);
        Assert.Throws<InputException>(() => AtomicDirectory.Open(_directory.Root));
        Assert.Empty(elsewhere.Files());
    }

    [Fact]
    public void A_hard_linked_file_keeps_its_content_under_its_other_name()
    {
        if (OperatingSystem.IsWindows()) return;
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("mine", "mine");
        using (Process link = Process.Start("ln", [elsewhere["mine"], _directory["a"]])) link.WaitForExit();
        using (AtomicDirectory atomic = AtomicDirectory.Open(_directory.Root)) atomic.Commit([File("a", "new")]);
        Assert.Equal("new", System.IO.File.ReadAllText(_directory["a"]));
        Assert.Equal("mine", System.IO.File.ReadAllText(elsewhere["mine"]));
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("/a")]
    [InlineData("")]
    [InlineData("a\nb")]
    public void A_name_outside_the_directory_is_refused(string name)
    {
        using AtomicDirectory atomic = AtomicDirectory.Open(_directory.Root);
        Assert.Throws<ArgumentException>(() => atomic.Commit([File(name, "")]));
    }

    private static PendingFile File(string name, string content) => new(name, stream => stream.Write(Encoding.UTF8.GetBytes(content)));

    /// <summary>Restarts in a copy and says which files are there: all old, all new, or the mix that must not be.</summary>
    private static string OutcomeOfRestart(TemporaryFolder killed)
    {
        AtomicDirectory.Open(killed.Root).Dispose();
        string[] names = killed.Files();
        string content = string.Join(' ', names.Select(name => System.IO.File.ReadAllText(killed[name])).Distinct());
        return (string.Join(' ', names), content) switch
        {
            ("a b vocab/c", "old") => "old",
            ("a b d vocab/c", "new") => "new",
            var (found, mix) => $"{found}: {mix}",
        };
    }

    private void AssertFiles(params (string Name, string Content)[] expected)
    {
        Assert.Equal(expected.Select(file => file.Name).Append(DirectoryLock.FileName).Order(StringComparer.Ordinal), _directory.Files());
        Assert.All(expected, file => Assert.Equal(file.Content, System.IO.File.ReadAllText(_directory[file.Name])));
    }
}
