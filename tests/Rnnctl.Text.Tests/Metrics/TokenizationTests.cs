using Rnnctl.Text.Metrics;

namespace Rnnctl.Text.Tests.Metrics;

/// <summary>How BLEU's tokenisers divide lines; the tokens are those that sacreBLEU 2.6.0 makes: <c>BLEU(tokenize=...).tokenizer(line.rstrip())</c>.</summary>
public sealed class TokenizationTests
{
    [Theory]
    [InlineData("Hello, world!", "Hello , world !")]
    [InlineData("3.5 1,000 5. x.5 .5", "3.5 1,000 5 . x . 5 . 5")]
    [InlineData("In 1999.", "In 1999.")]
    [InlineData(".5", ".5")]
    [InlineData("a...b", "a . . . b")]
    [InlineData("5.,5", "5 . , 5")]
    [InlineData("½. ٣،٤ Ⅻ-x", "½ . ٣،٤ Ⅻ - x")]
    [InlineData("€5 5€ 1+1=2 a^b", "€ 5 5 € 1 + 1 = 2 a ^ b")]
    [InlineData("😀👍🏽.😀", "😀 👍 🏽 . 😀")]
    [InlineData("don't it’s well-known", "don ' t it ’ s well - known")]
    [InlineData("中文。日本語、", "中文 。 日本語 、")]
    [InlineData("𐄀a", "𐄀 a")]
    [InlineData("&quot;x&quot;", "& quot ; x & quot ;")]
    [InlineData("end.  ", "end .")]
    [InlineData("5.  ", "5.")]
    [InlineData("", "")]
    public void International_tokens_are_those_of_sacreBLEU(string line, string tokens) => AssertTokens(BleuTokenization.International, line, tokens);

    [Theory]
    [InlineData("中文abc, 3.5。", "中 文 abc , 3.5 。")]
    [InlineData("我是a cat.", "我 是 a cat .")]
    [InlineData("共5.", "共 5.")]
    [InlineData(" .5", ".5")]
    [InlineData("Ａ１！", "Ａ １ ！")]
    [InlineData("“a”—b…", "“ a ” — b …")]
    [InlineData("a→b ∑", "a → b ∑")]
    [InlineData("𠀀丽𠀀", "𠀀 丽 𠀀")]
    [InlineData("ab𠀀cd", "ab𠀀cd")]
    [InlineData("あカー・", "あカー・")]
    [InlineData("㈠㍿⺀⼀ㄅ㇀﹏", "㈠ ㍿ ⺀ ⼀ ㄅ ㇀ ﹏")]
    [InlineData("&lt;b&gt;", "& lt ; b & gt ;")]
    public void Chinese_tokens_are_those_of_sacreBLEU(string line, string tokens) => AssertTokens(BleuTokenization.Chinese, line, tokens);

    [Theory]
    [InlineData("ab c.", "a b c .")]
    [InlineData("é e\u0301😀𠀀", "é e \u0301 😀 𠀀")]
    [InlineData("  a\u3000\u00A0b ", "a b")]
    public void Characters_are_those_of_sacreBLEU(string line, string tokens) => AssertTokens(BleuTokenization.Characters, line, tokens);

    private static void AssertTokens(BleuTokenization tokenization, string line, string tokens)
    {
        SymbolTable numbers = new();
        List<int> found = [];
        new BleuTokens(tokenization, lowercase: false).Write(line, numbers, found);
        Assert.Equal(tokens, string.Join(' ', found.Select(token => numbers[token])));
    }
}
