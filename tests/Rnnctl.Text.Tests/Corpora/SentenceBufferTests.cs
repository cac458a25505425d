using System.Text;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

public sealed class SentenceBufferTests
{
    [Fact]
    public void A_line_is_a_sentence_and_an_empty_line_is_a_sentence_without_tokens()
    {
        using LineReader lines = new(new MemoryStream(Encoding.UTF8.GetBytes(" show  me\tflights \r\n\r\n  \n我 吃")), "in");
        SentenceBuffer sentences = new();
        Assert.True(sentences.Read(lines, 3));
        Assert.Equal(["show|me|flights", "", ""], Show(sentences));
        Assert.True(sentences.Read(lines, 3));
        Assert.Equal(["我|吃"], Show(sentences));
        Assert.Equal(2, sentences.Tokens);
        Assert.False(sentences.Read(lines, 3));
    }

    [Fact]
    public void Only_lines_that_have_arrived_are_read_together()
    {
        using LineReader lines = new(new PieceStream("a\nb\nc", "d\n", "e\n"), "pipe");
        SentenceBuffer sentences = new();
        List<string[]> batches = [];
        while (sentences.Read(lines, 100))
        {
            batches.Add(Show(sentences));
        }

        Assert.Equal<string[]>([["a", "b"], ["cd"], ["e"]], batches);
    }

    [Fact]
    public void A_portion_ends_with_a_long_sentence()
    {
        string longLine = string.Join(' ', Enumerable.Repeat("a", SentenceBuffer.LongSentence + 1));
        using LineReader lines = new(new MemoryStream(Encoding.UTF8.GetBytes($"a b\n{longLine}\nc d\n")), "in");
        SentenceBuffer sentences = new();
        while (!sentences.EndsWithLongSentence) Assert.True(sentences.Read(lines, 100));
        Assert.Equal(SentenceBuffer.LongSentence + 1, sentences[sentences.Sentences - 1].Count);
        Assert.True(sentences.Read(lines, 100));
        Assert.Equal(["c|d"], Show(sentences));
        Assert.False(sentences.EndsWithLongSentence);
    }

    [Fact]
    public void A_portion_ends_with_enough_tokens()
    {
        using LineReader lines = new(new MemoryStream(Encoding.UTF8.GetBytes("a b\nc d\ne\nf\n")), "in");
        SentenceBuffer sentences = new(enoughTokens: 3);
        Assert.True(sentences.Read(lines, 100));
        Assert.Equal(["a|b", "c|d"], Show(sentences));
        Assert.True(sentences.Read(lines, 100));
        Assert.Equal(["e", "f"], Show(sentences));
    }

    [Fact]
    public void Labels_of_slashed_text_are_dropped()
    {
        using LineReader lines = new(new MemoryStream(Encoding.UTF8.GetBytes("我/nn 吃/v\r\n\n  1/2/CD //SYM \n")), "in");
        SentenceBuffer sentences = new();
        Assert.True(sentences.Read(lines, 10, TagInputFormat.Slash));
        Assert.Equal(["我|吃", "", "1/2|/"], Show(sentences));
    }

    [Theory]
    [InlineData("a/b\nc d/e", "in:2: expected token/label, found 'c'")]
    [InlineData("a/b\n\n/e", "in:3: expected token/label, found '/e'")]
    public void A_word_without_a_label_is_an_error_with_its_place(string text, string message)
    {
        using LineReader lines = new(new MemoryStream(Encoding.UTF8.GetBytes(text)), "in");
        Assert.Equal(message, Assert.Throws<InputException>(() => ReadAll(lines)).Message);

        static void ReadAll(LineReader lines)
        {
            SentenceBuffer sentences = new();
            while (sentences.Read(lines, 10, TagInputFormat.Slash)) Assert.NotEqual(0, sentences.Sentences);
        }
    }

    private static string[] Show(SentenceBuffer sentences)
    {
        string[] lines = new string[sentences.Sentences];
        for (int sentence = 0; sentence < lines.Length; sentence++)
        {
            List<string> tokens = [];
            for (int token = 0; token < sentences[sentence].Count; token++)
            {
                tokens.Add(sentences[sentence][token].ToString());
            }

            lines[sentence] = string.Join("|", tokens);
        }

        return lines;
    }

    /// <summary>A pipe that returns one piece at a time.</summary>
    private sealed class PieceStream(params string[] pieces) : MemoryStream
    {
        private int _next;

        public override int Read(byte[] buffer, int offset, int count) =>
            _next < pieces.Length ? Encoding.UTF8.GetBytes(pieces[_next++], buffer.AsSpan(offset, count)) : 0;
    }
}
