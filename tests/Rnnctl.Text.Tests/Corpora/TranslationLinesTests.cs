using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

public sealed class TranslationLinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a\n\nb c\n")]
    [InlineData("a\r\n\r\nb c")]
    [InlineData("a\n\nb c\n\n \n")]
    public void Each_line_is_a_translation_and_extra_blank_lines_at_the_end_are_ignored(string text) =>
        Assert.Equal(["a", "", "b c"], TranslationLines.Read(_folder.Write("file", text), sentences: 3));

    [Fact]
    public void Blank_lines_at_the_end_are_translations_if_there_are_sentences_for_them() =>
        Assert.Equal(["a", "", ""], TranslationLines.Read(_folder.Write("file", "a\n\n\n"), sentences: 3));

    [Theory]
    [InlineData("", 0)]
    [InlineData("a\n\n", 2)]
    [InlineData("a\nb\nc\nd\n", 4)]
    [InlineData("a\nb\nc\n\nd\n\n", 5)]
    public void A_wrong_number_of_lines_is_an_error_with_both_counts(string text, int found)
    {
        string file = _folder.Write("file", text);
        string message = Assert.Throws<InputException>(() => TranslationLines.Read(file, sentences: 3)).Message;
        Assert.Equal($"{file}: expected 3 translations, a line each, found {found}", message);
    }
}
