using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

public sealed class SlashTests : CorpusTest
{
    [Fact]
    public void The_last_slash_divides_token_and_label() =>
        Assert.Equal(["我=nn|吃=v|瓜=nn", "/=SYM|1/2=CD"], ReadText(CorpusFormat.Slash, "我/nn 吃/v  瓜/nn \r\n\r\n//SYM 1/2/CD"));

    [Theory]
    [InlineData("a/b\nc", "data:2: expected token/label, found 'c'")]
    [InlineData("a/b /c", "data:1: expected token/label, found '/c'")]
    [InlineData("a/b c/", "data:1: expected token/label, found 'c/'")]
    [InlineData("a/b /", "data:1: expected token/label, found '/'")]
    public void A_malformed_word_is_an_error_with_its_place(string text, string message) =>
        Assert.Equal(message, ErrorOf(CorpusFormat.Slash, text));
}
