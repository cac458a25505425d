using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

public sealed class ParallelTests : CorpusTest
{
    private static readonly CorpusOptions Parallel = new(CorpusFormat.Parallel);

    [Fact]
    public void Files_are_read_line_by_line_and_pairs_one_after_the_other()
    {
        string[] files =
        [
            Folder.Write("a.in", "EU says\r\n\r\nPeter\n\n\n"), Folder.Write("a.out", "\uFEFFB O \n \nB"),
            Folder.Write("b.in", "x\n"), Folder.Write("b.out", "O\n"),
        ];
        Assert.Equal(["EU=B|says=O", "Peter=B", "x=O"], Show(Read(Parallel, files)));
    }

    [Theory]
    [InlineData("a b\nc d\n", "A B\nC\n", "out:2: expected 2 labels, one for each token of in:2, found 1")]
    [InlineData("a b\n\n", "A B\nC\n", "out:2: expected 0 labels, one for each token of in:2, found 1")]
    [InlineData("a b\nc d\n", "A B\n", "in:2: expected the end of the file, since out has 1 lines, found another line")]
    [InlineData("a b\n", "A B\n\nC D\n", "out:3: expected the end of the file, since in has 1 lines, found another line")]
    [InlineData("\n", "\n", "in: expected sentences, found none")]
    public void Files_that_do_not_fit_are_an_error_with_its_place(string tokens, string labels, string message)
    {
        string error = ErrorOf(Parallel, Folder.Write("in", tokens), Folder.Write("out", labels));
        Assert.Equal(message, error);
    }

    [Fact]
    public void An_odd_number_of_files_is_an_error() =>
        Assert.Equal(
            "a.in: expected pairs of parallel files, tokens then labels, found 1 file",
            ErrorOf(Parallel, Folder.Write("a.in", "a\n")));
}
