using Rnnctl.Text.Metrics;

namespace Rnnctl.Text.Tests.Metrics;

/// <summary>Several references of each line, the other tokenisers, and chrF++: sacreBLEU's own test cases and what sacreBLEU 2.6.0 printed.</summary>
public sealed class ReferencesTests
{
    private static readonly (string Hypothesis, string[] References)[] Dog =
    [
        ("The dog bit the man.", ["The dog bit the man.", "The dog had bit the man."]),
        ("It wasn't surprising.", ["It was not unexpected.", "No one was surprised."]),
        ("The man had just bitten him.", ["The man bit him first.", "The man had bitten the dog."]),
    ];

    /// <summary>The numbers of test/test_bleu.py in sacreBLEU's repository.</summary>
    [Theory]
    [InlineData(BleuTokenization.Mteval13a, 48.530827)]
    [InlineData(BleuTokenization.None, 49.1919566)]
    [InlineData(BleuTokenization.International, 43.91623493)]
    public void Bleu_of_two_references_is_that_of_sacreBLEUs_tests(BleuTokenization tokenization, double score)
    {
        var bleu = new Bleu(tokenization, references: 2);
        foreach ((string hypothesis, string[] references) in Dog) bleu.Add(hypothesis, references);
        Assert.Equal(score, bleu.Score().Score, 1e-6);
    }

    /// <summary>The numbers of test/test_sentence_bleu.py in sacreBLEU's repository; all orders match, so that its effective order changes nothing.</summary>
    [Theory]
    [InlineData(BleuTokenization.Mteval13a, false, 8.493)]
    [InlineData(BleuTokenization.None, false, 7.347)]
    [InlineData(BleuTokenization.International, false, 8.493)]
    [InlineData(BleuTokenization.Characters, false, 40.8759)]
    [InlineData(BleuTokenization.Characters, true, 42.0267)]
    public void Bleu_of_each_tokenisation_is_that_of_sacreBLEUs_tests(BleuTokenization tokenization, bool lowercase, double score)
    {
        var bleu = new Bleu(tokenization, lowercase);
        bleu.Add("Producția de zahăr primă va fi exprimată în ceea ce privește zahărul alb;", "producţia de zahăr brut se exprimă în zahăr alb;");
        Assert.Equal(score, bleu.Score().Score, 1e-3);
    }

    /// <summary>The length of the closest reference counts; of two equally close ones the shorter.</summary>
    [Theory]
    [InlineData("a b c", "a b c d|a b", 2)]
    [InlineData("a b c", "a|a b c d e|a b c d", 4)]
    [InlineData("a b c", "a b c d e|a", 1)]
    [InlineData("a b c", "|a b c d e f g h", 0)]
    public void Bleu_takes_the_length_of_the_closest_reference(string hypothesis, string references, long length)
    {
        string[] all = references.Split('|');
        var bleu = new Bleu(BleuTokenization.None, references: all.Length);
        bleu.Add(hypothesis, all);
        Assert.Equal(length, bleu.Score().ReferenceTokens);
    }

    /// <summary>"a" is in one reference twice and in the other once, "b" the other way round: a hypothesis has two matches of each.</summary>
    [Fact]
    public void An_ngram_matches_as_often_as_in_the_reference_that_has_it_most_often()
    {
        var bleu = new Bleu(BleuTokenization.None, references: 2);
        bleu.Add("a a a b b b", "a a b", "a b b");
        Assert.Equal(100 * 4 / 6.0, bleu.Score().Precisions[0], 1e-12);
    }

    [Theory]
    [InlineData("words", BleuTokenization.International, 1, 59.519333512518)]
    [InlineData("words", BleuTokenization.Characters, 1, 69.320414172452)]
    [InlineData("words", BleuTokenization.Chinese, 1, 56.053552441768)]
    [InlineData("short", BleuTokenization.International, 1, 58.619240261515)]
    [InlineData("short", BleuTokenization.Characters, 1, 66.857479323406)]
    [InlineData("short", BleuTokenization.Chinese, 1, 57.589404405767)]
    [InlineData("marks", BleuTokenization.International, 1, 44.890417942143)]
    [InlineData("marks", BleuTokenization.Characters, 1, 56.653230807744)]
    [InlineData("marks", BleuTokenization.Chinese, 1, 44.627211465928)]
    [InlineData("spaces", BleuTokenization.International, 1, 15.821727827726)]
    [InlineData("spaces", BleuTokenization.Characters, 1, 41.761383413027)]
    [InlineData("spaces", BleuTokenization.Chinese, 1, 23.757349739261)]
    [InlineData("scripts", BleuTokenization.International, 1, 16.902044217595)]
    [InlineData("scripts", BleuTokenization.Characters, 1, 47.778708472441)]
    [InlineData("scripts", BleuTokenization.Chinese, 1, 16.162576002019)]
    [InlineData("cases", BleuTokenization.International, 1, 46.545617855366)]
    [InlineData("cases", BleuTokenization.Characters, 1, 64.170040438735)]
    [InlineData("cases", BleuTokenization.Chinese, 1, 49.746463481421)]
    [InlineData("words", BleuTokenization.Mteval13a, 2, 58.390097058264)]
    [InlineData("words", BleuTokenization.International, 2, 62.078685839777)]
    [InlineData("short", BleuTokenization.Mteval13a, 2, 58.625786448858)]
    [InlineData("short", BleuTokenization.International, 2, 60.041901609815)]
    [InlineData("marks", BleuTokenization.Mteval13a, 2, 35.921149522885)]
    [InlineData("marks", BleuTokenization.International, 2, 46.910972734767)]
    [InlineData("spaces", BleuTokenization.Mteval13a, 2, 17.858888024584)]
    [InlineData("spaces", BleuTokenization.International, 2, 17.858888024584)]
    [InlineData("scripts", BleuTokenization.Mteval13a, 2, 5.480613214643)]
    [InlineData("scripts", BleuTokenization.International, 2, 18.197436650061)]
    [InlineData("cases", BleuTokenization.Mteval13a, 2, 44.783863792221)]
    [InlineData("cases", BleuTokenization.International, 2, 48.167966613332)]
    public void Bleu_of_random_lines_is_sacreBLEUs(string kind, BleuTokenization tokenization, int references, double score)
    {
        var bleu = new Bleu(tokenization, references: references);
        foreach ((string hypothesis, string[] all) in TranslatedLines.Of(kind, references)) bleu.Add(hypothesis, all);
        Assert.Equal(score, bleu.Score().Score, 1e-10);
    }

    [Theory]
    [InlineData("words", 2, false, 1, 65.569057070227)]
    [InlineData("words", 2, false, 2, 65.552209701049)]
    [InlineData("words", 1, true, 1, 66.503970063955)]
    [InlineData("words", 1, true, 2, 66.476998342521)]
    [InlineData("short", 2, false, 1, 65.093927182419)]
    [InlineData("short", 2, false, 2, 64.738687738565)]
    [InlineData("short", 1, true, 1, 65.457721642491)]
    [InlineData("short", 1, true, 2, 65.168927559144)]
    [InlineData("marks", 2, false, 1, 44.264463464882)]
    [InlineData("marks", 2, false, 2, 44.303680772626)]
    [InlineData("marks", 1, true, 1, 48.573242062053)]
    [InlineData("marks", 1, true, 2, 48.598815370926)]
    [InlineData("spaces", 2, false, 1, 35.508975506599)]
    [InlineData("spaces", 2, false, 2, 36.249848231250)]
    [InlineData("spaces", 1, true, 1, 37.194892293282)]
    [InlineData("spaces", 1, true, 2, 38.082058304881)]
    [InlineData("scripts", 2, false, 1, 34.648417069957)]
    [InlineData("scripts", 2, false, 2, 34.849329252062)]
    [InlineData("scripts", 1, true, 1, 38.343171354979)]
    [InlineData("scripts", 1, true, 2, 38.443024005056)]
    [InlineData("cases", 2, false, 1, 59.200452820585)]
    [InlineData("cases", 2, false, 2, 59.062046519651)]
    [InlineData("cases", 1, true, 1, 63.425010420405)]
    [InlineData("cases", 1, true, 2, 63.281419222549)]
    public void Chrf_of_random_lines_is_sacreBLEUs(string kind, int wordOrder, bool lowercase, int references, double score)
    {
        var chrf = new Chrf(lowercase, wordOrder, references);
        foreach ((string hypothesis, string[] all) in TranslatedLines.Of(kind, references)) chrf.Add(hypothesis, all);
        Assert.Equal(score, chrf.Score().Score, 1e-10);
    }

    [Theory]
    [InlineData(0, "chrF2 = 50.00", "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0")]
    [InlineData(2, "chrF2++ = 50.00", "nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|version:2.6.0")]
    public void Chrf_carries_its_name_and_signature(int wordOrder, string printed, string signature)
    {
        var chrf = new Chrf(wordOrder: wordOrder);
        chrf.Add("a", "a");
        chrf.Add("b", "c");
        Assert.Equal(printed, chrf.Score().ToString());
        Assert.Equal(signature, chrf.Score().Signature);
    }

    /// <summary>Words of one mark and marks at the ends of words; the numbers are sacreBLEU's.</summary>
    [Theory]
    [InlineData("a", "a", 100.000000000000)]
    [InlineData("(hi) there", "hi there", 43.627287305568)]
    [InlineData("(hi)", "( hi )", 72.761194029851)]
    [InlineData("\"no\" - yes!", "no - yes !", 54.694098753014)]
    [InlineData("it's a 5% well-known.", "it's a 5 % well known .", 75.763432884443)]
    [InlineData("a.b, c", "a . b c", 38.515216999820)]
    [InlineData("😀! 😀", "😀 ! 😀", 100.000000000000)]
    [InlineData(". , x", "x , .", 40.000000000000)]
    public void Words_of_chrF_are_divided_at_one_mark(string hypothesis, string reference, double score)
    {
        var chrf = new Chrf(wordOrder: 2);
        chrf.Add(hypothesis, reference);
        Assert.Equal(score, chrf.Score().Score, 1e-10);
    }
}
