using System.Text;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

public sealed class SentenceBufferTests
{
    [Fact]
    public void A_line_is_a_sentence_and_an_empty_line_one_without_tokens()
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
    public void Only_lines_that_have_arrived_are_taken_together()
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

    /// <summary>A pipe that hands out one piece at a time.</summary>
    private sealed class PieceStream(params string[] pieces) : MemoryStream
    {
        private int _next;

        public override int Read(byte[] buffer, int offset, int count) =>
            _next < pieces.Length ? Encoding.UTF8.GetBytes(pieces[_next++], buffer.AsSpan(offset, count)) : 0;
    }
}
