using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Vocabularies;

public sealed class TokenNormalizerTests
{
    [Theory]
    [InlineData(false, false, "İÄ1x٣", "İÄ1x٣")]
    [InlineData(true, false, "Ä1X", "ä1x")]
    [InlineData(false, true, "Ä19٣", "Ä000")]
    [InlineData(true, true, "A-1B", "a-0b")]
    [InlineData(true, true, "", "")]
    public void Tokens_are_normalised(bool lowercase, bool digitsToZero, string token, string expected)
    {
        TokenNormalizer normalizer = new(lowercase, digitsToZero);
        Assert.Equal(expected, normalizer.Apply(token));
        Assert.Equal(expected, normalizer.Apply(token, new char[token.Length]).ToString());
    }

    [Fact]
    public void A_long_token_is_normalised() =>
        Assert.Equal(new string('a', 1000), new TokenNormalizer(true, false).Apply(new string('A', 1000)));
}
