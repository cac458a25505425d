using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;

namespace Rnnctl.Text.Tests.Labels;

/// <summary>The line of a label in files of several formats.</summary>
public sealed class LabelSearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_line_with_the_label_is_found_in_columns()
    {
        string first = _folder.Write("first.conll", "a\tO\nb\tX\n"), second = _folder.Write("second.conll", "a\tO\n\nb\tO\nc\tY\nd\tY\n");
        Assert.Equal($"{second}:4", Find([first, second], "Y"));
        Assert.Equal($"{first}:2", Find([first, second], "X"));
        Assert.Null(Find([first, second], "Z"));
    }

    [Fact]
    public void Of_parallel_files_it_is_in_that_of_the_labels()
    {
        string[] files = [_folder.Write("seq.in", "a b\nc\n"), _folder.Write("seq.out", "O O\nX\n")];
        Assert.Equal($"{files[1]}:2", Find(files, "X", CorpusFormat.Parallel));
    }

    [Fact]
    public void A_converted_label_is_found_by_its_type() =>
        Assert.Matches(":2$", Find([_folder.Write("spans.conll", "a\tB-x\nb\tB-y\nc\tI-y\n")], "S-y", CorpusFormat.Conll, LabelScheme.Iobes));

    [Fact]
    public void A_file_without_bytes_is_not_read_again() => Assert.Null(Find(["/dev/null"], "X"));

    private static string? Find(string[] files, string label, CorpusFormat format = CorpusFormat.Conll, LabelScheme scheme = LabelScheme.Keep) =>
        LabelSearch.Find(files, new CorpusLayout(format), label, scheme);
}
