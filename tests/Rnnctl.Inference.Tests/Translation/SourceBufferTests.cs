using System.Text;
using Rnnctl.Inference.Translation;
using Rnnctl.Text;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Tests.Translation;

public class SourceBufferTests
{
    private const int Unknown = 0;

    private readonly List<int> _cut = [];

    [Fact]
    public void A_line_ends_with_the_end_symbol_and_a_blank_line_has_no_symbols()
    {
        using LineReader lines = LinesOf("b a\n \t\nnew\n");
        SourceBuffer buffer = BufferOf("a b");
        Assert.True(buffer.Read(lines, maximum: 10, _cut.Add));
        Assert.Equal(["b a", " \t", "new"], buffer.Lines);
        Assert.Equal([4, 3, Vocabulary.EndId], buffer.Encoded[0].ToArray());
        Assert.Equal([], buffer.Encoded[1].ToArray());
        Assert.Equal([Unknown, Vocabulary.EndId], buffer.Encoded[2].ToArray());
        Assert.Equal(["b", "a", "new"], buffer.Encoded.Words!.Written.Symbols.Symbols);
        Assert.Equal([2, 0, 1], Enumerable.Range(0, 3).Select(line => buffer.Encoded.Words.SymbolsOf(line).Length));
        Assert.False(buffer.Read(lines, maximum: 10, _cut.Add));
        Assert.Empty(_cut);
    }

    [Fact]
    public void A_portion_stops_at_its_limit_of_lines_or_of_symbols()
    {
        using LineReader few = LinesOf("a\na\na\n");
        SourceBuffer buffer = BufferOf("a b");
        buffer.Read(few, maximum: 2, _cut.Add);
        Assert.Equal(2, buffer.Lines.Count);
        buffer.Read(few, maximum: 2, _cut.Add);
        Assert.Single(buffer.Lines);

        using LineReader large = LinesOf(string.Concat(Enumerable.Repeat("a a a a a a a a a\n", 7000)));
        int lines = 0, portions = 0;
        for (; buffer.Read(large, maximum: 10_000, _cut.Add); portions++)
        {
            lines += buffer.Lines.Count;
            Assert.InRange(buffer.Encoded.Tokens, 1, (1 << 16) + 10);
        }

        Assert.Equal((7000, true), (lines, portions > 1));
    }

    [Fact]
    public void A_line_that_is_too_long_is_cut_and_reported()
    {
        const int most = SourceBuffer.MostSymbols;
        using LineReader lines = LinesOf(string.Concat(Enumerable.Repeat("b ", most)) + "\n" + string.Concat(Enumerable.Repeat("b ", most + 3)) + "\n");
        SourceBuffer buffer = BufferOf("a b");
        buffer.Read(lines, maximum: 10, _cut.Add);
        Assert.Equal([most + 3], _cut);
        Assert.Equal((most + 1, most + 1), (buffer.Encoded.LengthOf(0), buffer.Encoded.LengthOf(1)));
        Assert.Equal([4, Vocabulary.EndId], buffer.Encoded[1][^2..].ToArray());
        Assert.Equal(most, buffer.Encoded.Words!.SymbolsOf(1).Length);
    }

    private static LineReader LinesOf(string text) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), "lines");

    private static SourceBuffer BufferOf(string words)
    {
        var counts = new SymbolCounts();
        counts.AddWords(words);
        var encoder = new TextEncoder(Vocabulary.ForSequences(counts, new VocabularySelection(1, null, default)), subwords: null);
        return new SourceBuffer(new TranslatorText(encoder, encoder) { KeepsWords = true });
    }
}
