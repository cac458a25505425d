using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

public sealed class PairReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _notices = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_are_read_line_by_line_and_pairs_one_after_the_other()
    {
        SentencePairs pairs = Read(
            _folder.Write("a.en", "\uFEFFa  dog \r\na\tcat\n"), _folder.Write("a.de", "ein Hund\neine Katze"),
            _folder.Write("b.en", "no\n"), _folder.Write("b.de", "nein\n"));
        Assert.Equal(["a  dog >ein Hund", "a\tcat>eine Katze", "no>nein"], Show(pairs));
        Assert.Equal((3, 0), (pairs.Count, pairs.Empty));
        Assert.Equal(
            ["reading a.en and a.de as parallel files, source and target", "reading b.en and b.de as parallel files, source and target"],
            _notices.Select(WithoutFolder));
    }

    [Fact]
    public void Parallel_files_and_files_of_two_columns_can_be_mixed()
    {
        SentencePairs pairs = Read(
            _folder.Write("a.tsv", "a dog\tein Hund\n"), _folder.Write("b.en", "no\n"), _folder.Write("b.de", "nein\n"), _folder.Write("C.TSV", "a\tb"));
        Assert.Equal(["a dog>ein Hund", "no>nein", "a>b"], Show(pairs));
        Assert.Equal("reading a.tsv as two columns, source and target", WithoutFolder(_notices[0]));
    }

    [Fact]
    public void A_single_file_has_two_columns_with_any_name() =>
        Assert.Equal(["a dog>ein Hund", "x>y"], Show(Read(_folder.Write("data", "a dog\tein Hund\r\nx\ty\n\n"))));

    [Fact]
    public void Pairs_with_a_blank_side_are_skipped_and_counted()
    {
        SentencePairs pairs = Read(_folder.Write("a.en", "a\n\nc\n \ne\n\n\n"), _folder.Write("a.de", "A\nB\n\n\t\nE\n\n"));
        Assert.Equal(["a>A", "e>E"], Show(pairs));
        Assert.Equal(3, pairs.Empty);
        Assert.Equal(2, Read(_folder.Write("b", "\ta\nb\t \nc\td\n\t\n")).Empty);
    }

    [Fact]
    public void Blank_lines_at_the_end_of_a_file_add_no_pairs_before_the_next_file()
    {
        SentencePairs pairs = Read(_folder.Write("a.tsv", "a\tA\n\n\n"), _folder.Write("b.tsv", "b\tB\n"));
        Assert.Equal(["a>A", "b>B"], Show(pairs));
        Assert.Equal(0, pairs.Empty);
    }

    [Fact]
    public void Every_line_has_its_pair_if_empty_pairs_are_kept()
    {
        string[] files = [_folder.Write("a.en", "a\n\nc\n\ne\n\n\n"), _folder.Write("a.de", "A\nB\n\n\nE\n\n")];
        SentencePairs pairs = PairReader.Read(files, keepEmpty: true, _notices.Add);
        Assert.Equal(["a>A", ">B", "c>", ">", "e>E"], Show(pairs));
        Assert.Equal(0, pairs.Empty);
    }

    [Theory]
    [InlineData("a\nb\nc\n", "A\nB\n", "a.en has 3 lines, a.de has 2: expected a target for every source")]
    [InlineData("a\n", "A\n\n\nB\nC", "a.en has 1 line, a.de has 5: expected a target for every source")]
    [InlineData("", "A\n", "a.en has 0 lines, a.de has 1: expected a target for every source")]
    [InlineData("", "", "a.en: expected sentences and their translations, found an empty file")]
    [InlineData("\na\n", "\n\n", "a.en: expected sentences and their translations, found none")]
    public void Parallel_files_that_do_not_fit_are_an_error(string source, string target, string message) =>
        Assert.Equal(message, ErrorOf(_folder.Write("a.en", source), _folder.Write("a.de", target)));

    [Theory]
    [InlineData("a\tb\nc\n", "a.tsv:2: expected two tab-separated columns, source and target, found 1")]
    [InlineData("a\tb\n\na\tb\tc\n", "a.tsv:3: expected two tab-separated columns, source and target, found 3")]
    [InlineData("\n", "a.tsv: expected sentences and their translations, found none")]
    public void Columns_that_do_not_fit_are_an_error(string text, string message) => Assert.Equal(message, ErrorOf(_folder.Write("a.tsv", text)));

    [Fact]
    public void A_file_without_a_partner_is_an_error()
    {
        string[] files = [_folder.Write("a.en", "a\n"), _folder.Write("a.de", "A\n"), _folder.Write("b.en", "a\n"), _folder.Write("c.tsv", "a\tb\n")];
        Assert.Equal("b.en: expected a file of translations after it, found none", ErrorOf(files[..3]));
        Assert.Equal("b.en: expected a file of translations after it, found none", ErrorOf(files));
        Assert.Equal("expected files with sentences and their translations, found none", ErrorOf());
        Assert.Equal("a.fr: no such file", ErrorOf(files[0], _folder["a.fr"]));
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_an_error_with_its_place()
    {
        string target = _folder.Write("a.de", [.. "A\nK"u8, 0xE4, .. "se\n"u8]);
        Assert.Equal("a.de:2: expected UTF-8 text, found the byte 0xE4 at column 2", ErrorOf(_folder.Write("a.en", "a\nb\n"), target));
    }

    private static string[] Show(SentencePairs pairs) => [.. pairs.Sources.Zip(pairs.Targets, (source, target) => $"{source}>{target}")];

    private SentencePairs Read(params string[] files) => PairReader.Read(files, keepEmpty: false, _notices.Add);

    private string ErrorOf(params string[] files) => WithoutFolder(Assert.Throws<InputException>(() => Read(files)).Message);

    private string WithoutFolder(string text) => text.Replace(_folder.Root + "/", "", StringComparison.Ordinal);
}
