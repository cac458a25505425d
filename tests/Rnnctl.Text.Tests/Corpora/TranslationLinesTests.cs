using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

public sealed class TranslationLinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _notices = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a\n\nb c\n")]
    [InlineData("a\r\n\r\nb c")]
    [InlineData("a\n\nb c\n\n \n")]
    public void Each_line_is_a_translation_and_extra_blank_lines_at_the_end_are_ignored(string text) =>
        Assert.Equal(["a", "", "b c"], TranslationLines.Read(_folder.Write("file", text), sentences: 3, _notices.Add));

    [Fact]
    public void Blank_lines_at_the_end_are_translations_if_there_are_sentences_for_them() =>
        Assert.Equal(["a", "", ""], TranslationLines.Read(_folder.Write("file", "a\n\n\n"), sentences: 3, _notices.Add));

    [Theory]
    [InlineData("", 0)]
    [InlineData("a\n\n", 2)]
    [InlineData("a\nb\nc\nd\n", 4)]
    [InlineData("a\nb\nc\n\nd\n\n", 5)]
    public void A_wrong_number_of_lines_is_an_error_with_both_counts(string text, int found)
    {
        string file = _folder.Write("file", text);
        string message = Assert.Throws<InputException>(() => TranslationLines.Read(file, sentences: 3, _notices.Add)).Message;
        Assert.Equal($"{file}: expected 3 translations, a line each, found {found}", message);
    }

    [Theory]
    [InlineData(
        "{\"source\":\"x\",\"translations\":[{\"text\":\"a\",\"score\":-1},{\"text\":\"z\",\"score\":-2}]}\n" +
        "{\"translations\":[{\"text\":\"\"}]}\n{\"translations\":[{\"text\":\"b c\"}]}\n",
        "JSON")]
    [InlineData("0\ta\t-0.5000\t-0.2500\n0\tz\t-1.0000\t-0.7500\n1\t\t0.0000\t0.0000\n2\tb c\t-3.0000\t-1.0000\n", "lists of the best translations")]
    [InlineData("0\ta\t-0.5\t-0.2\t0-0\n1\t\t0\t0\t\n2\tb c\t-3\t-1\t0-1 1-0\n\n", "lists of the best translations")]
    [InlineData("a\t0-0\n\t\nb c\t0-1 1-0\n", "translations with alignments")]
    public void Best_translation_is_taken_from_what_translate_writes(string text, string kind)
    {
        string file = _folder.Write("file", text);
        Assert.Equal(["a", "", "b c"], TranslationLines.Read(file, sentences: 3, _notices.Add));
        Assert.Equal([$"reading {file} as {kind}"], _notices);
    }

    [Fact]
    public void A_blank_translation_with_its_blank_alignment_counts_at_the_end_too() =>
        Assert.Equal(["a", "", ""], TranslationLines.Read(_folder.Write("file", "a\t0-0\n\t\n\t\n"), sentences: 3, _notices.Add));

    [Theory]
    [InlineData("a\tb\nc\td\ne\tf")]
    [InlineData("0 a\n1 b\n2 c")]
    [InlineData("{a}\n{b}\n{\"translations\"}")]
    [InlineData("1\ta\t-1\t-1\n2\tb\t-1\t-1\n3\tc\t-1\t-1")]
    public void Lines_that_translate_does_not_write_are_translations_as_they_are(string text) =>
        Assert.Equal(text.Split('\n'), TranslationLines.Read(_folder.Write("file", text), sentences: 3, _notices.Add));

    [Theory]
    [InlineData("{\"translations\":[{\"text\":\"a\"}]}\nb\n", 2)]
    [InlineData("0\ta\t-1\t-1\n2\tb\t-1\t-1\n", 2)]
    [InlineData("0\ta\t-1\t-1\n1\tb\t-1\t-1\nc\n", 3)]
    [InlineData("a\t0-0\nb\n", 2)]
    public void A_line_unlike_the_first_is_an_error(string text, int line)
    {
        string file = _folder.Write("file", text);
        string message = Assert.Throws<InputException>(() => TranslationLines.Read(file, sentences: 3, _notices.Add)).Message;
        Assert.Equal($"{file}:{line}: expected a translation in the form of line 1, found another", message);
    }
}
