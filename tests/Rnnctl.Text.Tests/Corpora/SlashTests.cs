using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

public sealed class SlashTests : CorpusTest
{
    [Fact]
    public void The_last_slash_separates_token_and_label() =>
        Assert.Equal(["我=nn|吃=v|瓜=nn", "/=SYM|1/2=CD"], ReadText(CorpusFormat.Slash, "我/nn 吃/v  瓜/nn \r\n\r\n//SYM 1/2/CD"));

    [Fact]
    public void A_full_width_slash_is_a_character_like_any_other() =>
        Assert.Equal(["／=w|一／二=m|http://a/b=url"], ReadText(CorpusFormat.Slash, "／/w 一／二/m http://a/b/url"));

    [Fact]
    public void A_full_width_slash_instead_of_a_slash_is_named_in_the_error()
    {
        string path = Folder.Write("data", "我/nn\n吃／v");
        InputException error = Assert.Throws<InputException>(() => Read(new CorpusOptions(CorpusFormat.Slash), path));
        Assert.EndsWith("data:2: expected token/label, found '吃／v'", error.Message, StringComparison.Ordinal);
        Assert.Equal("the slash between token and label is the ASCII /, not the full-width ／", error.Hint);
    }

    [Theory]
    [InlineData("a/b\nc", "data:2: expected token/label, found 'c'")]
    [InlineData("a/b /c", "data:1: expected token/label, found '/c'")]
    [InlineData("a/b c/", "data:1: expected token/label, found 'c/'")]
    [InlineData("我/nn\u3000吃/v", "data:1: expected blanks between words, found an ideographic space (U+3000) in '我/nn\u3000吃/v'")]
    [InlineData("a/b /", "data:1: expected token/label, found '/'")]
    public void A_malformed_word_is_an_error_with_its_place(string text, string message) =>
        Assert.Equal(message, ErrorOf(CorpusFormat.Slash, text));
}
