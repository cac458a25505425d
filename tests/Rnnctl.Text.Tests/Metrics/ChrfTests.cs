using Rnnctl.Text.Metrics;

namespace Rnnctl.Text.Tests.Metrics;

/// <summary>
/// What sacreBLEU 2.6.0 printed, on Python 3.11, for the same lines:
/// <code>
/// print(sacrebleu.metrics.CHRF().corpus_score(hypotheses, [references]).score)
/// </code>
/// </summary>
public sealed class ChrfTests
{
    [Theory]
    [InlineData("words", 64.668800512140)]
    [InlineData("short", 63.890086853038)]
    [InlineData("marks", 49.911234647852)]
    [InlineData("spaces", 34.679227642371)]
    [InlineData("scripts", 39.907901928835)]
    [InlineData("cases", 57.776080062671)]
    public void Random_lines_score_as_sacreBLEU_printed(string kind, double score)
    {
        Chrf chrf = new();
        foreach ((string hypothesis, string reference) in TranslatedLines.Of(kind)) chrf.Add(hypothesis, reference);
        Assert.Equal(score, chrf.Score().Score, 1e-10);
    }

    [Fact]
    public void Counts_of_parts_join_to_the_score_of_all_lines()
    {
        Chrf first = new(), second = new();
        int line = 0;
        foreach ((string hypothesis, string reference) in TranslatedLines.Of("words")) (line++ % 3 == 0 ? first : second).Add(hypothesis, reference);
        double[] ofSecond = [];
        second.Join(counts => ofSecond = counts.ToArray());
        first.Join(counts =>
        {
            for (int place = 0; place < counts.Length; place++) counts[place] += ofSecond[place];
        });
        Assert.Equal(64.668800512140, first.Score().Score, 1e-10);
    }

    [Theory]
    [InlineData("", "", 0.00)]
    [InlineData("", "a cat", 0.00)]
    [InlineData("a cat", "", 0.00)]
    [InlineData("cat", "cat", 100.00)]
    [InlineData("cat", "dog", 0.00)]
    [InlineData("a cat", "a cat", 100.00)]
    [InlineData("a b c d", "a b c d", 100.00)]
    [InlineData("Hello, world!", "Hello , world !", 100.00)]
    [InlineData("3.5-4,000 x.5 5. a-b 1-b", "3.5 - 4,000 x.5 5 . a-b 1 - b", 100.00)]
    [InlineData("&lt;b&gt; &amp;lt; &quot;x&quot; &apos;", "<b> < \"x\" &apos;", 24.13)]
    [InlineData("<skipped>cat cat<skipped>dog", "cat catdog", 41.39)]
    [InlineData("...,.,a.,5.5.,", ". . . , . , a . , 5.5 . ,", 100.00)]
    [InlineData("   a   b  ", "a b", 100.00)]
    [InlineData("\U0001F600.\U0001F601", "\U0001F600 . \U0001F601", 100.00)]
    [InlineData("the the the the the the the", "the cat is on the mat", 14.23)]
    [InlineData("a b c d e f g h i j k l m n o p", "x x x p", 3.91)]
    [InlineData("a", "a b c d e f g h i j k l m n o p", 7.69)]
    [InlineData("a b c x d e f", "a b c d e f", 36.89)]
    public void A_line_scores_as_sacreBLEU_printed(string hypothesis, string reference, double printed)
    {
        Chrf chrf = new();
        chrf.Add(hypothesis, reference);
        Assert.Equal(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"chrF2 = {printed:F2}"), chrf.Score().ToString());
    }

    [Fact]
    public void A_score_carries_its_signature()
    {
        Assert.Equal("nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0", new Chrf().Score().Signature);
        Assert.Equal("nrefs:1|case:lc|eff:yes|nc:6|nw:0|space:no|version:2.6.0", new Chrf(lowercase: true).Score().Signature);
    }

    /// <summary>sacreBLEU puts both sides into lower case (<c>str.lower()</c>) and then scores as before.</summary>
    [Theory]
    [InlineData("A CAT", "a cat", 100)]
    [InlineData("\u039F\u0394\u039F\u03A3", "\u03BF\u03B4\u03BF\u03C2", 100)]
    [InlineData("The The the THE the the the", "the Cat is on the mat", 14.23)]
    public void Without_case_both_sides_are_put_into_lower_case(string hypothesis, string reference, double printed)
    {
        Chrf chrf = new(lowercase: true), lowered = new();
        chrf.Add(hypothesis, reference);
        lowered.Add(hypothesis.ToLowerInvariant(), reference.ToLowerInvariant());
        Assert.Equal(printed, chrf.Score().Score, 0.005);
        if (printed < 100) Assert.Equal(lowered.Score().Score, chrf.Score().Score);
    }

    [Fact]
    public void Empty_score_is_zero() => Assert.Equal(0, new Chrf().Score().Score);
}
