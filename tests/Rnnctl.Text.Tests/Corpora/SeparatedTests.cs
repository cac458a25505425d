using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

public sealed class SeparatedTests : CorpusTest
{
    [Theory]
    [InlineData("tokens,labels\nEU says,B O\nPeter,B\n")]
    [InlineData("\uFEFFtokens,labels\r\nEU says,B O\r\n\r\nPeter,B")]
    [InlineData("id,Labels, TOKENS \n1,B O,EU says \n2,B, Peter\n")]
    [InlineData("\"tokens\",\"labels\"\n\"EU\nsays\",\"B O\"\n\"Peter\",B\n")]
    public void A_record_is_a_sentence(string text) => Assert.Equal(["EU=B|says=O", "Peter=B"], ReadText(CorpusFormat.Csv, text));

    [Fact]
    public void A_quoted_field_may_hold_the_separator_and_doubled_quotation_marks() =>
        Assert.Equal([",=P|\"=Q|x=O"], ReadText(CorpusFormat.Csv, "tokens,labels\n\", \"\" x\",P Q O\n"));

    [Fact]
    public void A_quotation_mark_inside_a_tabbed_field_is_a_token() =>
        Assert.Equal(["say=O|\"=Q|hi=O"], ReadText(CorpusFormat.Tsv, "tokens\tlabels\nsay \" hi\tO Q O\n"));

    [Fact]
    public void Records_are_read_across_buffer_boundaries()
    {
        string text = "tokens,labels\n" + string.Concat(Enumerable.Range(0, 20_000).Select(number => $"\"é{number}, 😀\",A B\n"));
        string[] sentences = ReadText(CorpusFormat.Csv, text);
        Assert.Equal(20_000, sentences.Length);
        Assert.Equal("é19999,=A|😀=B", sentences[^1]);
    }

    [Theory]
    [InlineData("tokens,tags\na,b\n", "data:1: expected a header with the columns tokens and labels, found 'tokens, tags'")]
    [InlineData(" \n\na,b\nc,d\n", "data:3: expected a header with the columns tokens and labels, found 'a, b'")]
    [InlineData("tokens,labels\na,B\nb\n", "data:3: expected 2 columns, found 1")]
    [InlineData("tokens,labels\na,B\n\nb c,B,X\n", "data:4: expected 2 columns, found 3")]
    [InlineData("tokens,labels\n\"a\nb\",A B\nb c,B\n", "data:4: expected 2 labels, one for each token, found 1")]
    [InlineData("tokens,labels\nb,B C\n", "data:2: expected 1 labels, one for each token, found 2")]
    [InlineData(
        "tokens,labels\na,B\nsay \",B O\n",
        "data:3: expected fields quoted as in RFC 4180, found a quotation mark inside a field that doesn't start with one")]
    [InlineData(
        "tokens,labels\na,B\n\"b\"c,B\n",
        "data:3: expected fields quoted as in RFC 4180, found text behind a closing quotation mark")]
    [InlineData(
        "tokens,labels\na,B\n\"b,B\nc,B\n",
        "data:3: expected fields quoted as in RFC 4180, found a quotation mark that is never closed")]
    [InlineData("tokens,labels\n", "data: expected sentences, found none")]
    [InlineData("", "data: expected sentences, found an empty file")]
    public void A_malformed_record_is_an_error_with_its_place(string text, string message) =>
        Assert.Equal(message, ErrorOf(CorpusFormat.Csv, text));

    [Fact]
    public void Invalid_utf8_in_a_record_is_an_error_with_its_line() =>
        Assert.Equal(
            "data:3: expected UTF-8 text, found the byte 0xFF at column 2",
            ErrorOf(new CorpusOptions(CorpusFormat.Csv), Folder.Write("data", [.. "tokens,labels\na,B\nb"u8, 0xFF, .. ",B\n"u8])));
}
