using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

public sealed class ConllTests : CorpusTest
{
    private static readonly CorpusLayout Conll = new(CorpusFormat.Conll);

    [Fact]
    public void A_blank_line_divides_sentences_and_the_last_column_is_the_label() =>
        Assert.Equal(
            ["EU=B-ORG|rejects=O", "Peter=B-PER"],
            ReadText(CorpusFormat.Conll, "EU NNP B-ORG\nrejects VBZ O\n\nPeter NNP B-PER\n"));

    [Theory]
    [InlineData("EU B-ORG\r\nsays O\r\n\r\nPeter B-PER\r\n")]
    [InlineData("EU B-ORG\nsays O\n\nPeter B-PER")]
    [InlineData("\uFEFFEU B-ORG\nsays O\n\nPeter B-PER\n")]
    [InlineData("EU B-ORG  \nsays O \t \n  \t\nPeter   B-PER\n\n\n")]
    [InlineData("EU\tB-ORG\nsays\tO\t\n\nPeter\tB-PER\n")]
    [InlineData("\n\nEU\t B-ORG\nsays O\n\n\n\nPeter\tB-PER\n")]
    public void Line_ends_marks_and_trailing_blanks_make_no_difference(string text) =>
        Assert.Equal(["EU=B-ORG|says=O", "Peter=B-PER"], ReadText(CorpusFormat.Conll, text));

    [Fact]
    public void A_token_in_a_tabbed_line_may_contain_blanks() =>
        Assert.Equal(["New York=LOC|is=O"], ReadText(CorpusFormat.Conll, "New York\tLOC\nis\tO\n"));

    [Fact]
    public void A_no_break_space_is_part_of_a_token() => Assert.Equal(["1\u00A0000=CD"], ReadText(CorpusFormat.Conll, "1\u00A0000 CD\n"));

    [Fact]
    public void Document_starts_are_skipped() =>
        Assert.Equal(["EU=B", "Peter=O"], ReadText(CorpusFormat.Conll, "-DOCSTART- -X- O O\n\nEU B\n-DOCSTART- X\nPeter O\n"));

    [Fact]
    public void Comments_are_skipped_and_hash_tokens_kept()
    {
        string text = "# newdoc\n# a longer comment here\nEU B\n# O\n#5 O\n\n# text = abc\n# B\n#tag B\n\n#\tO\n";
        Assert.Equal(["EU=B|#=O|#5=O", "#=B|#tag=B", "#=O"], ReadText(CorpusFormat.Conll, text));
    }

    [Theory]
    [InlineData("#NLProc O\nis O\n", "#NLProc=O|is=O")]
    [InlineData("#begin document (x); part 000\n#NLProc O\n#end document x\n\nis O\n", "#NLProc=O;is=O")]
    [InlineData("#\thttp://x\t[2005]\n#\tO\na\tO\n", "#=O|a=O")]
    [InlineData("# newdoc\n#doc x\na\tO\n# note\nb\tO\n", "a=O|b=O")]
    [InlineData("a O\n\n# newdoc\n# O\n# # #\nb O\n", "a=O;#=O|b=O")]
    [InlineData("#NLProc O\n\n#rnn O\n", "#NLProc=O;#rnn=O")]
    [InlineData("# a comment\n#\tO\n", "#=O")]
    [InlineData("-DOCSTART- X\n-DOCSTART-2 X\n", "-DOCSTART-2=X")]
    public void A_line_that_starts_with_a_hash_is_a_comment_or_a_token_by_its_columns(string text, string expected) =>
        Assert.Equal(expected.Split(';'), ReadText(CorpusFormat.Conll, text));

    [Theory]
    [InlineData("1\tEU\tB\n2\tsays\tO\n\n1\tPeter\tO\n", "--token-column 2 takes the tokens from the next column")]
    [InlineData("1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n1.1\tb\tb\tX\t_\t_\t0\troot\t_\t_\n", "--format conllu reads CoNLL-U")]
    public void Numbers_of_words_in_the_place_of_tokens_are_an_error(string text, string hint)
    {
        string path = Folder.Write("data", text);
        InputException error = Assert.Throws<InputException>(() => Read(Conll, path));
        Assert.Equal(($"{path}: expected tokens in column 1, found the words' numbers 1, 2, 3, ...", hint), (error.Message, error.Hint));
    }

    [Theory]
    [InlineData("1 B\n2 O\n")]
    [InlineData("1 CD O\n2 CD O\n\n3 CD O\n")]
    [InlineData("1 CD O\n\na CD O\n")]
    public void Numbers_may_be_tokens(string text) => Assert.Equal("1", ReadText(CorpusFormat.Conll, text)[0][..1]);

    [Fact]
    public void Columns_can_be_chosen() =>
        Assert.Equal(["EU=NNP"], Show(Read(Conll with { TokenColumn = 1, LabelColumn = 2 }, Folder.Write("data", "1 EU NNP B-ORG\n"))));

    [Theory]
    [InlineData("EU B\nsays\n", "data:2: expected 2 columns, found 1")]
    [InlineData("EU\nsays\n", "data:1: expected at least 2 columns, found 1")]
    [InlineData("EU X B\n\n\nsays O\n", "data:4: expected 3 columns, found 2")]
    [InlineData("EU\tB\n\tO\n", "data:2: expected a token and a label, found an empty token")]
    [InlineData("EU\tNNP\tB\nsays\t\t\n", "data:2: expected 3 columns, found 1")]
    public void A_malformed_line_is_an_error_with_its_place(string text, string message) =>
        Assert.Equal(message, ErrorOf(CorpusFormat.Conll, text));

    [Fact]
    public void An_empty_label_between_tabs_is_an_error() =>
        Assert.Equal(
            "data:1: expected a token and a label, found an empty label",
            ErrorOf(Conll with { LabelColumn = 1 }, Folder.Write("data", "EU\t\tB\n")));

    [Theory]
    [InlineData(5, null, "data:1: expected at least 6 columns, found 2")]
    [InlineData(0, 2, "data:1: expected at least 3 columns, found 2")]
    [InlineData(-1, null, "expected a column of 0 or more, found -1")]
    public void A_column_out_of_range_is_an_error(int token, int? label, string message) =>
        Assert.Equal(message, ErrorOf(Conll with { TokenColumn = token, LabelColumn = label }, Folder.Write("data", "EU B\n")));
}
