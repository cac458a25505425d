using Rnnctl.Text.Metrics;

namespace Rnnctl.Text.Tests.Metrics;

/// <summary>
/// The translation edit rate: sacreBLEU's own test cases (test/test_ter.py and test/test_tokenizer_ter.py of its repository), and what sacreBLEU 2.6.0
/// printed, on Python 3.11, for the same lines:
/// <code>
/// score = sacrebleu.metrics.TER(normalized, no_punct, asian_support, case_sensitive).corpus_score(hypotheses, references)
/// print(score.score, score.num_edits, score.ref_length)
/// </code>
/// </summary>
public sealed class TerTests
{
    private static readonly TerOptions Plain = new(), NoPunctuation = new(NoPunctuation: true), Normalized = new(Normalized: true);
    private static readonly TerOptions Asian = new(Normalized: true, AsianSupport: true);

    [Theory]
    [InlineData("aaaa bbbb cccc dddd", "aaaa bbbb cccc dddd", 0)]
    [InlineData("dddd eeee ffff", "aaaa bbbb cccc", 100)]
    [InlineData("", "a", 100)]
    [InlineData("a", "", 100)]
    [InlineData("", "", 0)]
    [InlineData("d e f g h a b c", "a b c d e f g h", 100 / 8.0)]
    public void A_line_scores_as_in_sacreBLEUs_tests(string hypothesis, string reference, double score) =>
        Assert.Equal(score, Score(Plain, (hypothesis, [reference])).Score, 1e-12);

    /// <summary>From WMT's development data of 2019, with two shifts and words around them.</summary>
    [Fact]
    public void Real_lines_score_as_in_sacreBLEUs_tests()
    {
        const string Tasks = "wenn Sie alle Aufgaben im aktuellen Dokument aktualisieren möchten , wählen Sie im Menü des Aufgabenbedienfelds die Option "
            + "\" Alle Aufgaben aktualisieren . \"";
        const string Template = "wählen Sie im Dialogfeld \" Neu aus Vorlage \" eine Vorlage aus und klicken Sie auf \" Neu . \"";
        const string Options = "klicken Sie auf der Registerkarte \" Optionen \" auf die Schaltfläche \" Benutzerdefiniert \" und geben Sie ";
        const string Image = "wählen Sie \" Bild neu berechnen , \" um beim Ändern der Bildgröße Pixel hinzuzufügen oder zu entfernen , damit ";
        TerScore score = Score(
            Plain,
            (Image + "das Bild ungefähr dieselbe Größe aufweist wie die andere Größe .",
                [Image + "die Darstellung des Bildes in einer anderen Größe beibehalten wird ."]),
            (Tasks, [Tasks]),
            (Options + "Werte für \" Fehlerkorrektur-Level \" und \" Y / X-Verhältnis \" ein .",
                [Options + "für \" Fehlerkorrektur-Level \" und \" Y / X-Verhältnis \" niedrigere Werte ein ."]),
            ("Sie können beispielsweise ein Dokument erstellen , das ein Auto über die Bühne enthält .",
                ["Sie können beispielsweise ein Dokument erstellen , das ein Auto enthalt , das sich über die Bühne bewegt ."]),
            (Template, [Template]));
        Assert.Equal(13.6, score.Score, 0.001);
        Assert.Equal((17, 125.0), (score.Edits, score.ReferenceWords));
    }

    /// <summary>Both sides are the same text, one of them divided by hand; the words decide, so that a difference would be an edit.</summary>
    [Theory]
    [InlineData("plain", "a b c d.", "a b c d.")]
    [InlineData("plain", "A B C D.", "a b c d.")]
    [InlineData("no-punct", "a b c d.", "a b c d")]
    [InlineData("no-punct", "A ; B ) C : D.", "a b c d")]
    [InlineData("normalized", "a b (c) d.", "a b ( c ) d .")]
    [InlineData("normalized", "Jim's car.", "jim 's car .")]
    [InlineData("normalized", "4.2", "4.2")]
    [InlineData("asian", "美众院公布对特", "美 众 院 公 布 对 特")]
    [InlineData("asian", "りの拳銃を持", "りの 拳 銃 を 持")]
    public void Lines_are_divided_as_in_sacreBLEUs_tests(string options, string line, string words)
    {
        TerOptions read = options switch { "plain" => Plain, "no-punct" => NoPunctuation, "normalized" => Normalized, _ => Asian };
        Assert.Equal(words.Split(' '), new TercomText(read).Divide(line).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Random lines; with all options of the normaliser, or none.</summary>
    [Theory]
    [InlineData("words", false, 1, 35.984998026056, 1823)]
    [InlineData("words", true, 1, 36.008291382884, 2432)]
    [InlineData("words", false, 2, 35.910076907908, 1821)]
    [InlineData("short", false, 1, 39.130434782609, 306)]
    [InlineData("short", true, 1, 41.788143828960, 430)]
    [InlineData("short", false, 2, 37.065148640101, 293)]
    [InlineData("marks", false, 1, 87.139516757599, 1118)]
    [InlineData("marks", true, 1, 44.291293360901, 1928)]
    [InlineData("marks", false, 2, 84.904896802914, 1049)]
    [InlineData("spaces", false, 1, 57.292393579902, 821)]
    [InlineData("spaces", true, 1, 57.292393579902, 821)]
    [InlineData("spaces", false, 2, 57.215743440233, 785)]
    [InlineData("scripts", false, 1, 78.707224334601, 1242)]
    [InlineData("scripts", true, 1, 60.277324632953, 1478)]
    [InlineData("scripts", false, 2, 76.853055916775, 1182)]
    [InlineData("cases", false, 1, 34.692782398712, 1293)]
    [InlineData("cases", true, 1, 36.565450369992, 1433)]
    [InlineData("cases", false, 2, 34.405144694534, 1284)]
    public void Random_lines_score_as_sacreBLEU_printed(string kind, bool allOptions, int references, double score, long edits)
    {
        TerOptions options = allOptions ? new TerOptions(CaseSensitive: true, Normalized: true, NoPunctuation: true, AsianSupport: true) : Plain;
        TerScore found = Score(options, [.. TranslatedLines.Of(kind, references)]);
        Assert.Equal(score, found.Score, 1e-10);
        Assert.Equal(edits, found.Edits);
    }

    [Fact]
    public void A_score_carries_its_signature()
    {
        Assert.Equal("nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0", new Ter().Score().Signature);
        Assert.Equal("nrefs:3|case:mixed|tok:tercom|norm:yes|punct:no|asian:yes|version:2.6.0", new Ter(new TerOptions(true, true, true, true), 3).Signature);
        Assert.Equal("TER|nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0 = 33.33", Score(Plain, ("a b d", ["a b c"])).SignedLine);
    }

    [Fact]
    public void Empty_score_is_zero() => Assert.Equal(0, new Ter().Score().Score);

    private static TerScore Score(TerOptions options, params (string Hypothesis, string[] References)[] lines)
    {
        var ter = new Ter(options, lines[0].References.Length);
        foreach ((string hypothesis, string[] references) in lines) ter.Add(hypothesis, references);
        return ter.Score();
    }
}
