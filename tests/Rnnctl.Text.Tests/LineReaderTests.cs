using System.IO.Compression;
using System.Text;

namespace Rnnctl.Text.Tests;

public sealed class LineReaderTests
{
    [Fact]
    public void Lines_of_every_length_are_read_whole()
    {
        Random random = new(11);
        string[] lines = [.. Enumerable.Range(0, 300).Select(_ => new string('é', (int)Math.Pow(200_000, random.NextDouble()) - 1) + "😀")];
        using LineReader reader = Over(Encoding.UTF8.GetBytes(string.Join("\n", lines)), random);
        foreach (string line in lines)
        {
            Assert.True(reader.TryRead(out ReadOnlySpan<char> found));
            Assert.True(found.SequenceEqual(line));
        }

        Assert.False(reader.TryRead(out _));
        Assert.Equal(300, reader.LineNumber);
    }

    [Fact]
    public void Peeking_does_not_advance()
    {
        using LineReader reader = Over("\uFEFFa\r\nb\n\nc"u8.ToArray(), new Random(3));
        Assert.Equal(["a", "b"], reader.Peek(2));
        Assert.Equal(["a", "b", "", "c"], reader.Peek(9));
        Assert.True(reader.TryRead(out ReadOnlySpan<char> line));
        Assert.Equal("a", line.ToString());
        Assert.Equal(1, reader.LineNumber);
    }

    [Fact]
    public void A_line_is_read_before_the_stream_ends()
    {
        using MemoryStream first = new("one\ntwo\n"u8.ToArray());
        using LineReader reader = new(new EndlessStream(first), "pipe");
        Assert.True(reader.TryRead(out ReadOnlySpan<char> line));
        Assert.Equal("one", line.ToString());
        Assert.True(reader.HasBufferedLine);
        Assert.True(reader.TryRead(out line));
        Assert.Equal("two", line.ToString());
        Assert.False(reader.HasBufferedLine);
    }

    [Theory]
    [InlineData(new byte[] { 97, 10, 98, 0xC3, 40, 10 }, "in:2: expected UTF-8 text, found the byte 0xC3 at column 2")]
    [InlineData(new byte[] { 97, 10, 98, 0xE2, 0x82 }, "in:2: expected UTF-8 text, found the byte 0xE2 at column 2")]
    [InlineData(new byte[] { 97, 10, 0xED, 0xA0, 0x80 }, "in:2: expected UTF-8 text, found the byte 0xED at column 1")]
    [InlineData(new byte[] { 97, 10, 98, 0, 10 }, "in:2: looks like a binary file: expected UTF-8 text, found a NUL byte")]
    [InlineData(new byte[] { 0xFF, 0xFE, 97, 0, 10, 0 }, "in:1: expected UTF-8 text, found UTF-16")]
    public void Text_that_is_not_utf8_is_an_error_with_its_line(byte[] bytes, string message)
    {
        using LineReader reader = Over(bytes, new Random(5));
        InputException error = Assert.Throws<InputException>(() =>
        {
            while (reader.TryRead(out _))
            {
            }
        });
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Byte_order_marks_of_joined_files_are_dropped_unless_the_file_lists_symbols()
    {
        byte[] joined = [.. "\uFEFFa\nb\n"u8, .. "\uFEFFc\n\uFEFF\uFEFF\nd\uFEFF"u8];
        Assert.Equal(["a", "b", "c", "\uFEFF", "d\uFEFF"], LinesOf(Over(joined, new Random(1))));
        LineReader symbols = Over(joined, new Random(1));
        symbols.KeepsMarks = true;
        Assert.Equal(["a", "b", "\uFEFFc", "\uFEFF\uFEFF", "d\uFEFF"], LinesOf(symbols));
    }

    [Fact]
    public void Compressed_file_is_read_whatever_its_name_is()
    {
        using var folder = new TemporaryFolder();
        using (var gzip = new GZipStream(File.Create(folder["text"]), CompressionLevel.Fastest)) gzip.Write("a\nb\n"u8);
        Assert.Equal(["a", "b"], LinesOf(LineReader.Open(folder["text"])));
        Assert.Equal(["a"], LinesOf(LineReader.Open(folder.Write("text.gz", "a\n"))));
    }

    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0, 10, 0 }, "in: expected text, found gzip-compressed data")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 10, 0 }, "in: expected text, found a zip archive")]
    [InlineData(new byte[] { (byte)'B', (byte)'Z', (byte)'h', (byte)'9', 0x31, 0x41, 0x59, 0x26 }, "in: expected text, found bzip2-compressed data")]
    [InlineData(new byte[] { 0xBA, 0x16, 0x4F, 0x2F, 12, 0, 0, 0 }, "in: expected text, found a fastText model")]
    [InlineData(new byte[] { 97, 32, 98, 13, 99, 13 }, "in: expected lines that end with a line feed, found carriage returns alone, as on old Macs")]
    public void Other_files_are_named_with_what_to_do(byte[] bytes, string message)
    {
        InputException error = Assert.Throws<InputException>(() => LinesOf(Over(bytes, new Random(1))));
        Assert.Equal(message, error.Message);
        Assert.NotNull(error.Hint);
    }

    [Fact]
    public void Letters_of_an_archive_and_returns_within_lines_are_text()
    {
        Assert.Equal(["BZh is", "PK"], LinesOf(Over("BZh is\nPK"u8.ToArray(), new Random(1))));
        Assert.Equal(["BZh"], LinesOf(Over("BZh"u8.ToArray(), new Random(1))));
        Assert.Equal(["a\rb", "c\rd"], LinesOf(Over("a\rb\r\nc\rd"u8.ToArray(), new Random(1))));
        Assert.Equal(["a"], LinesOf(Over("a\r"u8.ToArray(), new Random(1))));
    }

    [Fact]
    public void A_line_without_end_is_an_error_before_it_fills_the_memory()
    {
        var stream = new OneLongLine();
        using LineReader reader = new(stream, "pipe", longestLine: 1 << 20);
        InputException error = Assert.Throws<InputException>(() => reader.TryRead(out _));
        Assert.Equal("pipe:1: expected a line of at most 1 MiB, found a longer one", error.Message);
        Assert.Equal(1 << 20, stream.Bytes);
        Assert.InRange(LineReader.LongestLine, 100_000_000, 1 << 27);
    }

    private static List<string> LinesOf(LineReader reader)
    {
        List<string> lines = [];
        using (reader)
        {
            while (reader.TryRead(out ReadOnlySpan<char> line)) lines.Add(line.ToString());
        }

        return lines;
    }

    private static LineReader Over(byte[] bytes, Random random) => new(new ChoppyStream(bytes, random), "in");

    /// <summary>Returns a few bytes at a time, like a pipe.</summary>
    private sealed class ChoppyStream(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, random.Next(1, 5000)));
    }

    /// <summary>Returns a line that never ends, and counts its bytes.</summary>
    private sealed class OneLongLine : MemoryStream
    {
        public long Bytes { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'a');
            Bytes += count;
            return count;
        }
    }

    /// <summary>Fails the test if it is read past its end, where a pipe would wait.</summary>
    private sealed class EndlessStream(MemoryStream first) : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            first.Position < first.Length ? first.Read(
                buffer,
                offset,
                count) : throw new InvalidOperationException("A pipe would wait here.");
    }
}
