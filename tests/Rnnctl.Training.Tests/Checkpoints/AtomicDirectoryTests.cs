using System.Text;
using Rnnctl.Text;
using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Training.Tests.Checkpoints;

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
    public void A_process_killed_at_any_step_leaves_all_the_old_files_or_all_the_new_ones()
    {
        using (AtomicDirectory first = AtomicDirectory.Open(_directory.Root))
            first.Commit([File("a", "old"), File("b", "old"), File("vocab/c", "old")]);
        var killed = new List<TemporaryFolder>();
        using (AtomicDirectory second = AtomicDirectory.Open(_directory.Root, () => killed.Add(KilledDirectory.CopyOf(_directory.Root))))
            second.Commit([File("a", "new"), File("b", "new"), File("vocab/c", "new"), File("d", "new")]);

        // Four files and the journal, each begun and finished; five renames; the journal's end.
        Assert.Equal(2 * 5 + 5 + 1, killed.Count);
        string[] outcomes = [.. killed.Select(OutcomeOfRestart)];
        Assert.Equal(outcomes.Order(StringComparer.Ordinal).Reverse(), outcomes);
        Assert.Contains("old", outcomes);
        Assert.Contains("new", outcomes);
        killed.ForEach(directory => directory.Dispose());
    }

    [Fact]
    public void A_restart_that_is_killed_too_changes_nothing_about_that()
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
    public void A_writer_that_fails_leaves_the_old_files_and_no_half_written_one()
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
    public void A_commit_that_could_not_be_put_in_place_is_finished_before_the_next_one_begins()
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
    public void What_a_killed_process_staged_is_deleted_at_the_next_start_and_nothing_of_others_is()
    {
        Directory.CreateDirectory(_directory["vocab"]);
        Directory.CreateDirectory(_directory["data/deep"]);
        foreach (string name in (string[])["a.rnnctl-staged", "vocab/b.rnnctl-staged", "a.tmp", "notes", "data/deep/c.rnnctl-staged"])
            System.IO.File.WriteAllText(_directory[name], "");
        AtomicDirectory.Open(_directory.Root).Dispose();
        Assert.Equal(["a.tmp", "data/deep/c.rnnctl-staged", "notes"], _directory.Files());
    }

    [Fact]
    public void Two_processes_cannot_hold_one_directory()
    {
        using (AtomicDirectory.Open(_directory.Root))
        {
            InputException refusal = Assert.Throws<InputException>(() => AtomicDirectory.Open(_directory.Root));
            Assert.Equal($"{_directory.Root}: another rnnctl process is writing to this directory", refusal.Message);
        }

        AtomicDirectory.Open(_directory.Root).Dispose();
        Assert.Empty(_directory.Files());
    }

    [Fact]
    public void A_lock_file_that_a_killed_process_left_holds_nobody_up()
    {
        System.IO.File.WriteAllText(_directory[AtomicDirectory.LockName], "");
        AtomicDirectory.Open(_directory.Root).Dispose();
    }

    [Fact]
    public void A_file_in_the_place_of_the_directory_is_wrong_input()
    {
        System.IO.File.WriteAllText(_directory["file"], "");
        Assert.Equal(
            $"{_directory["file"]}: expected a directory, found a file",
            Assert.Throws<InputException>(() => AtomicDirectory.Open(_directory["file"])).Message);
        Assert.Throws<InputException>(() => AtomicDirectory.Open(_directory["file/below"]));
        Assert.Throws<InputException>(() => AtomicDirectory.Open("/proc/rnnctl"));
    }

    [Theory]
    [InlineData("rnnctl commit 1\n../outside\nend\n", "does not lie in this directory")]
    [InlineData("rnnctl commit 1\n/etc/passwd\nend\n", "does not lie in this directory")]
    [InlineData("rnnctl commit 1\na", "not a journal of this tool")]
    [InlineData("", "not a journal of this tool")]
    [InlineData("rnnctl commit 2\na\nend\n", "not a journal of this tool")]
    public void A_hostile_journal_is_refused(string journal, string message)
    {
        System.IO.File.WriteAllText(_directory["commit.rnnctl-journal"], journal);
        InputException refusal = Assert.Throws<InputException>(() => AtomicDirectory.Open(_directory.Root));
        Assert.EndsWith(message, refusal.Message, StringComparison.Ordinal);
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
        Assert.Equal(expected.Select(file => file.Name).Append(AtomicDirectory.LockName).Order(StringComparer.Ordinal), _directory.Files());
        Assert.All(expected, file => Assert.Equal(file.Content, System.IO.File.ReadAllText(_directory[file.Name])));
    }
}
