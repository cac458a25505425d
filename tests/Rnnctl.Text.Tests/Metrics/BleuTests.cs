using Rnnctl.Text.Metrics;

namespace Rnnctl.Text.Tests.Metrics;

/// <summary>
/// What sacreBLEU 2.6.0 printed, on Python 3.11, for the same lines:
/// <code>
/// score = sacrebleu.metrics.BLEU(tokenize="13a" or "none", lowercase=False or True).corpus_score(hypotheses, [references])
/// print(score.score, score.format())
/// </code>
/// </summary>
public sealed class BleuTests
{
    [Theory]
    [InlineData(
        "words", BleuTokenization.Mteval13a, false, 56.053552441768,
        "56.05 77.6/63.3/50.6/40.0 (BP = 0.998 ratio = 0.998 hyp_len = 8740 ref_len = 8756)")]
    [InlineData("words", BleuTokenization.None, false, 38.640927612498, "38.64 76.7/51.2/31.0/18.3 (BP = 1.000 ratio = 1.006 hyp_len = 5096 ref_len = 5066)")]
    [InlineData(
        "short", BleuTokenization.Mteval13a, false, 57.589404405767,
        "57.59 74.3/63.8/54.1/43.7 (BP = 0.996 ratio = 0.996 hyp_len = 1337 ref_len = 1343)")]
    [InlineData("short", BleuTokenization.None, false, 17.236774586234, "17.24 73.1/48.8/23.2/1.1 (BP = 1.000 ratio = 1.017 hyp_len = 795 ref_len = 782)")]
    [InlineData(
        "marks", BleuTokenization.Mteval13a, false, 34.668402822125,
        "34.67 70.5/46.2/28.1/17.0 (BP = 0.982 ratio = 0.983 hyp_len = 4851 ref_len = 4937)")]
    [InlineData("marks", BleuTokenization.None, false, 3.356784165563, "3.36 20.2/5.3/1.5/1.1 (BP = 0.925 ratio = 0.928 hyp_len = 1190 ref_len = 1283)")]
    [InlineData(
        "spaces", BleuTokenization.Mteval13a, false, 15.821727827726,
        "15.82 56.1/25.9/11.0/5.7 (BP = 0.912 ratio = 0.916 hyp_len = 1312 ref_len = 1433)")]
    [InlineData("spaces", BleuTokenization.None, false, 15.821727827726, "15.82 56.1/25.9/11.0/5.7 (BP = 0.912 ratio = 0.916 hyp_len = 1312 ref_len = 1433)")]
    [InlineData("scripts", BleuTokenization.Mteval13a, false, 5.002732565019, "5.00 30.2/9.3/2.7/1.0 (BP = 0.946 ratio = 0.947 hyp_len = 1495 ref_len = 1578)")]
    [InlineData("scripts", BleuTokenization.None, false, 5.002732565019, "5.00 30.2/9.3/2.7/1.0 (BP = 0.946 ratio = 0.947 hyp_len = 1495 ref_len = 1578)")]
    [InlineData(
        "cases", BleuTokenization.Mteval13a, false, 43.408338772417,
        "43.41 75.8/54.0/36.2/24.0 (BP = 1.000 ratio = 1.003 hyp_len = 4122 ref_len = 4111)")]
    [InlineData(
        "cases", BleuTokenization.Mteval13a, true, 46.019615233928,
        "46.02 77.9/56.9/38.7/26.1 (BP = 1.000 ratio = 1.003 hyp_len = 4122 ref_len = 4111)")]
    [InlineData("cases", BleuTokenization.None, false, 38.959407841625, "38.96 75.5/51.2/31.5/18.9 (BP = 1.000 ratio = 1.002 hyp_len = 3734 ref_len = 3727)")]
    [InlineData("cases", BleuTokenization.None, true, 41.985117255064, "41.99 78.2/54.7/34.3/21.2 (BP = 1.000 ratio = 1.002 hyp_len = 3734 ref_len = 3727)")]
    public void Random_lines_score_as_sacreBLEU_printed(string kind, BleuTokenization tokenization, bool lowercase, double score, string printed)
    {
        Bleu bleu = new(tokenization, lowercase);
        foreach ((string hypothesis, string reference) in TranslatedLines.Of(kind)) bleu.Add(hypothesis, reference);
        Assert.Equal(score, bleu.Score().Score, 1e-10);
        Assert.Equal("BLEU = " + printed, bleu.Score().ToString());
    }

    /// <summary>Empty lines, words, numbers, entities of XML, characters beyond the basic plane, and scores half-way between two printed ones.</summary>
    [Theory]
    [InlineData("", "", "0.00 0.0/0.0/0.0/0.0 (BP = 1.000 ratio = 0.000 hyp_len = 0 ref_len = 0)")]
    [InlineData("", "a cat", "0.00 0.0/0.0/0.0/0.0 (BP = 0.000 ratio = 0.000 hyp_len = 0 ref_len = 2)")]
    [InlineData("a cat", "", "0.00 0.0/0.0/0.0/0.0 (BP = 1.000 ratio = 0.000 hyp_len = 2 ref_len = 0)")]
    [InlineData("cat", "cat", "0.00 100.0/0.0/0.0/0.0 (BP = 1.000 ratio = 1.000 hyp_len = 1 ref_len = 1)")]
    [InlineData("cat", "dog", "0.00 0.0/0.0/0.0/0.0 (BP = 1.000 ratio = 1.000 hyp_len = 1 ref_len = 1)")]
    [InlineData("a cat", "a cat", "0.00 100.0/100.0/0.0/0.0 (BP = 1.000 ratio = 1.000 hyp_len = 2 ref_len = 2)")]
    [InlineData("a b c d", "a b c d", "100.00 100.0/100.0/100.0/100.0 (BP = 1.000 ratio = 1.000 hyp_len = 4 ref_len = 4)")]
    [InlineData("Hello, world!", "Hello , world !", "100.00 100.0/100.0/100.0/100.0 (BP = 1.000 ratio = 1.000 hyp_len = 4 ref_len = 4)")]
    [InlineData(
        "3.5-4,000 x.5 5. a-b 1-b", "3.5 - 4,000 x.5 5 . a-b 1 - b",
        "100.00 100.0/100.0/100.0/100.0 (BP = 1.000 ratio = 1.000 hyp_len = 12 ref_len = 12)")]
    [InlineData(
        "&lt;b&gt; &amp;lt; &quot;x&quot; &apos;", "<b> < \"x\" &apos;",
        "100.00 100.0/100.0/100.0/100.0 (BP = 1.000 ratio = 1.000 hyp_len = 10 ref_len = 10)")]
    [InlineData("<skipped>cat cat<skipped>dog", "cat catdog", "0.00 100.0/100.0/0.0/0.0 (BP = 1.000 ratio = 1.000 hyp_len = 2 ref_len = 2)")]
    [InlineData("...,.,a.,5.5.,", ". . . , . , a . , 5.5 . ,", "67.75 90.9/80.0/66.7/62.5 (BP = 0.913 ratio = 0.917 hyp_len = 11 ref_len = 12)")]
    [InlineData("   a   b  ", "a b", "0.00 100.0/100.0/0.0/0.0 (BP = 1.000 ratio = 1.000 hyp_len = 2 ref_len = 2)")]
    [InlineData("\U0001F600.\U0001F601", "\U0001F600 . \U0001F601", "0.00 100.0/100.0/100.0/0.0 (BP = 1.000 ratio = 1.000 hyp_len = 3 ref_len = 3)")]
    [InlineData("the the the the the the the", "the cat is on the mat", "7.81 28.6/8.3/5.0/3.1 (BP = 1.000 ratio = 1.167 hyp_len = 7 ref_len = 6)")]
    [InlineData("a b c d e f g h i j k l m n o p", "x x x p", "2.45 6.2/3.3/1.8/1.0 (BP = 1.000 ratio = 4.000 hyp_len = 16 ref_len = 4)")]
    [InlineData("a", "a b c d e f g h i j k l m n o p", "0.00 100.0/0.0/0.0/0.0 (BP = 0.000 ratio = 0.062 hyp_len = 1 ref_len = 16)")]
    [InlineData("a b c x d e f", "a b c d e f", "41.11 85.7/66.7/40.0/12.5 (BP = 1.000 ratio = 1.167 hyp_len = 7 ref_len = 6)")]
    public void A_line_scores_as_sacreBLEU_printed(string hypothesis, string reference, string printed) =>
        Assert.Equal("BLEU = " + printed, Score(hypothesis, reference, BleuTokenization.Mteval13a).ToString());

    [Theory]
    [InlineData("Hello, world!", "Hello , world !", "0.00 0.0/0.0/0.0/0.0 (BP = 0.368 ratio = 0.500 hyp_len = 2 ref_len = 4)")]
    [InlineData("3.5-4,000 x.5 5. a-b 1-b", "3.5 - 4,000 x.5 5 . a-b 1 - b", "4.67 40.0/12.5/8.3/6.2 (BP = 0.368 ratio = 0.500 hyp_len = 5 ref_len = 10)")]
    [InlineData(
        "&lt;b&gt; &amp;lt; &quot;x&quot; &apos;", "<b> < \"x\" &apos;",
        "15.97 25.0/16.7/12.5/12.5 (BP = 1.000 ratio = 1.000 hyp_len = 4 ref_len = 4)")]
    [InlineData("   a   b  ", "a b", "0.00 100.0/100.0/0.0/0.0 (BP = 1.000 ratio = 1.000 hyp_len = 2 ref_len = 2)")]
    public void A_line_of_tokens_scores_as_sacreBLEU_printed(string hypothesis, string reference, string printed) =>
        Assert.Equal("BLEU = " + printed, Score(hypothesis, reference, BleuTokenization.None).ToString());

    /// <summary>The final sigma next to marks, punctuation and letters of all kinds, as in Python's <c>str.lower()</c>.</summary>
    [Theory]
    [InlineData("\u039F\u0394\u039F\u03A3", "\u03BF\u03B4\u03BF\u03C2")]
    [InlineData("\u03A3", "\u03C3")]
    [InlineData("\u03A3\u0391", "\u03C3\u03B1")]
    [InlineData("\u0391\u03A3.", "\u03B1\u03C2.")]
    [InlineData("\u0391\u03A3.\u0391", "\u03B1\u03C3.\u03B1")]
    [InlineData("\u0391'\u03A3", "\u03B1'\u03C2")]
    [InlineData("\u0391'\u03A3'", "\u03B1'\u03C2'")]
    [InlineData("1\u03A3", "1\u03C3")]
    [InlineData("\u0391\u03A31", "\u03B1\u03C21")]
    [InlineData("\u0391\u03A3-\u0392", "\u03B1\u03C2-\u03B2")]
    [InlineData("\u0391\u03A3\u0301", "\u03B1\u03C2\u0301")]
    [InlineData("\u0391\u0301\u03A3", "\u03B1\u0301\u03C2")]
    [InlineData("\u2160\u03A3", "\u2170\u03C2")]
    [InlineData("\u24B6\u03A3", "\u24D0\u03C2")]
    [InlineData("\u00AA\u03A3", "\u00AA\u03C2")]
    [InlineData("\u4E2D\u03A3", "\u4E2D\u03C3")]
    [InlineData("\u0391\u03A3\u4E2D", "\u03B1\u03C2\u4E2D")]
    [InlineData("\u0391\u03A3\U00010400", "\u03B1\u03C3\U00010428")]
    [InlineData("\U00010400\u03A3", "\U00010428\u03C2")]
    [InlineData("\U0001F600\u03A3", "\U0001F600\u03C3")]
    [InlineData("\u03A3\u03A3", "\u03C3\u03C2")]
    [InlineData("\u02B0\u03A3", "\u02B0\u03C3")]
    [InlineData("\u0391\u02B0\u03A3\u02B0\u0391", "\u03B1\u02B0\u03C3\u02B0\u03B1")]
    [InlineData("\u0130I", "i\u0307i")]
    [InlineData("I\u0130\u03A3", "ii\u0307\u03C2")]
    [InlineData("\u0391\u03A3\u2019\u03A3", "\u03B1\u03C3\u2019\u03C2")]
    [InlineData("\u01C5\u03A3", "\u01C6\u03C2")]
    [InlineData("A\u00AD\u03A3\u200D", "a\u00AD\u03C2\u200D")]
    [InlineData("\U0001F130\u03A3", "\U0001F130\u03C2")]
    [InlineData("\U0001F150\u03A3", "\U0001F150\u03C2")]
    [InlineData("\U0001F170\u03A3", "\U0001F170\u03C2")]
    [InlineData("\U0001F12F\u03A3", "\U0001F12F\u03C3")]
    [InlineData("\u0391\u03A3\U0001F3FB\u0391", "\u03B1\u03C3\U0001F3FB\u03B1")]
    public void Lower_case_equals_Pythons(string line, string lower) =>
        Assert.Equal(100, Score(line + " a b c", lower + " a b c", BleuTokenization.None, lowercase: true).Precisions[3]);

    [Theory]
    [InlineData(BleuTokenization.Mteval13a, false, "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0")]
    [InlineData(BleuTokenization.None, true, "nrefs:1|case:lc|eff:no|tok:none|smooth:exp|version:2.6.0")]
    public void A_score_carries_its_signature(BleuTokenization tokenization, bool lowercase, string signature) =>
        Assert.Equal(signature, Score("a", "a", tokenization, lowercase).Signature);

    [Fact]
    public void Empty_score_is_zero() => Assert.Equal(0, new Bleu(BleuTokenization.None).Score().Score);

    private static BleuScore Score(string hypothesis, string reference, BleuTokenization tokenization, bool lowercase = false)
    {
        Bleu bleu = new(tokenization, lowercase);
        bleu.Add(hypothesis, reference);
        return bleu.Score();
    }
}
