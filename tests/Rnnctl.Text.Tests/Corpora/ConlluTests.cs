using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

public sealed class ConlluTests : CorpusTest
{
    /// <summary>The examples of a multiword token and an empty node from the standard, universaldependencies.org/format.html.</summary>
    private const string Sample =
        "# sent_id = 1\n# text = vámonos al mar\n" +
        "1-2\tvámonos\t_\t_\t_\t_\t_\t_\t_\t_\n" +
        "1\tvamos\tir\tVERB\tV\tMood=Imp\t0\troot\t_\t_\n" +
        "2\tnos\tnosotros\tPRON\t_\t_\t1\tobj\t_\t_\n" +
        "2.1\tfueron\tir\tVERB\t_\t_\t_\t_\t0:root\t_\n" +
        "3\tal mar\tmar\tNOUN\tN\tNumber=Sing\t1\tobl\t_\t_\n" +
        "\n";

    [Theory]
    [InlineData(ConlluColumn.Upos, "vamos=VERB|nos=PRON|al mar=NOUN")]
    [InlineData(ConlluColumn.Xpos, "vamos=V|nos=_|al mar=N")]
    [InlineData(ConlluColumn.Feats, "vamos=Mood=Imp|nos=_|al mar=Number=Sing")]
    [InlineData(ConlluColumn.Deprel, "vamos=root|nos=obj|al mar=obl")]
    public void Ranges_and_empty_nodes_are_skipped_and_the_column_is_the_label(ConlluColumn column, string expected) =>
        Assert.Equal([expected], Show(Read(new CorpusLayout(CorpusFormat.Conllu, column), Folder.Write("data", Sample))));

    [Fact]
    public void Windows_line_ends_and_a_missing_last_blank_line_make_no_difference() =>
        Assert.Equal(
            ["vamos=VERB|nos=PRON|al mar=NOUN"],
            ReadText(CorpusFormat.Conllu, "\uFEFF" + Sample.TrimEnd('\n').Replace("\n", "\r\n")));

    [Fact]
    public void A_sentence_may_start_with_an_empty_node_and_hash_is_a_form() =>
        Assert.Equal(
            ["#=SYM", "a=X"],
            ReadText(
                CorpusFormat.Conllu,
                "0.1\t_\t_\t_\t_\t_\t_\t_\t_\t_\n1\t#\t#\tSYM\t_\t_\t0\troot\t_\t_\n\n1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n"));

    [Fact]
    public void The_first_line_of_conllu_plus_names_the_columns() => Assert.Equal(
        ["a=X|b c=Y", "d=X"],
        ReadText(CorpusFormat.Conllu, "# global.columns = UPOS ID FORM PARSEME:MWE\n# text\nX\t1\ta\t*\n_\t1.1\t_\t*\nY\t2\tb c\t*\n\nX\t1\td\t*\n"));

    [Fact]
    public void A_column_that_conllu_plus_does_not_name_is_an_error_where_it_is_needed() => Assert.Equal(
        "data:2: expected the column UPOS, found ID FORM XPOS", ErrorOf(CorpusFormat.Conllu, "# global.columns = ID FORM XPOS\n1\ta\tX\n"));

    [Theory]
    [InlineData("1\ta\ta\tX\n", "data:1: expected 10 tab-separated columns, found 4")]
    [InlineData("1 a a X _ _ 0 root _ _\n", "data:1: expected 10 tab-separated columns, found 1")]
    [InlineData("2\ta\ta\tX\t_\t_\t0\troot\t_\t_\n", "data:1: expected word 1, found '2'")]
    [InlineData("1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n1\tb\tb\tX\t_\t_\t0\troot\t_\t_\n", "data:2: expected word 2, found '1'")]
    [InlineData("x\ta\ta\tX\t_\t_\t0\troot\t_\t_\n", "data:1: expected word 1, found 'x'")]
    [InlineData("1-x\ta\ta\tX\t_\t_\t0\troot\t_\t_\n", "data:1: expected word 1, found '1-x'")]
    [InlineData("1\t\ta\tX\t_\t_\t0\troot\t_\t_\n", "data:1: expected a value or _ in column 2, found nothing")]
    [InlineData("1\ta\ta\t \t_\t_\t0\troot\t_\t_\n", "data:1: expected a value or _ in column 4, found nothing")]
    [InlineData("1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n# c\n", "data:2: expected a word or the blank line after a sentence, found a comment")]
    public void A_malformed_line_is_an_error_with_its_place(string text, string message) =>
        Assert.Equal(message, ErrorOf(CorpusFormat.Conllu, text));
}
