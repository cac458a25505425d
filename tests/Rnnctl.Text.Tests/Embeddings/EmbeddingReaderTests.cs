using System.Globalization;
using System.IO.Compression;
using System.Text;
using Rnnctl.Text.Embeddings;

namespace Rnnctl.Text.Tests.Embeddings;

public sealed class EmbeddingReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("the 1 -2.5e-1\nof 3 4\n")]
    [InlineData("2 2\nthe 1 -2.5e-1\nof 3 4")]
    [InlineData("2 2\r\nthe 1 -0.25 \r\nof  3\t4 \r\n")]
    public void Glove_and_word2vec_are_read(string text)
    {
        PretrainedEmbeddings embeddings = Read(text, "the", "of", "and");
        Assert.Equal(2, embeddings.Dimension);
        Assert.Equal([1f, -0.25f], embeddings.VectorOf("the"));
        Assert.Equal([3f, 4f], embeddings.VectorOf("of"));
        Assert.True(embeddings.VectorOf("and").IsEmpty);
    }

    [Fact]
    public void A_word_that_the_file_lacks_gets_the_vector_of_its_lower_case()
    {
        PretrainedEmbeddings embeddings = Read("us 1 2\nUS 3 4\nthe 5 6\nThe 7 8\n", "US", "Us", "THE", "the");
        Assert.Equal([3f, 4f], embeddings.VectorOf("US"));
        Assert.Equal([1f, 2f], embeddings.VectorOf("Us"));
        Assert.Equal([5f, 6f], embeddings.VectorOf("THE"));
        Assert.Equal([5f, 6f], embeddings.VectorOf("the"));
        Assert.Equal([true, false, false, true], ((string[])["US", "Us", "THE", "the"]).Select(embeddings.HasExactly));
    }

    [Fact]
    public void The_first_vector_of_a_repeated_word_counts() => Assert.Equal([1f, 2f], Read("a 1 2\na 3 4\n", "a").VectorOf("a"));

    [Fact]
    public void A_word_may_contain_blanks_and_may_be_a_number()
    {
        PretrainedEmbeddings embeddings = Read("3 2\nNew York 1 2\n. . . 3 4\n1998 5 6\n", "New York", ". . .", "1998");
        Assert.Equal([1f, 2f], embeddings.VectorOf("New York"));
        Assert.Equal([3f, 4f], embeddings.VectorOf(". . ."));
        Assert.Equal([5f, 6f], embeddings.VectorOf("1998"));
    }

    [Fact]
    public void A_compressed_file_is_read()
    {
        string path = Compress("embeddings.txt.gz", "我 0.5 1\n");
        Assert.Equal([0.5f, 1f], EmbeddingReader.Read(path, ["我"], null).VectorOf("我"));
    }

    [Theory]
    [InlineData("", ": expected words with their vectors, found none")]
    [InlineData("2 3\n", ": expected words with their vectors, found none")]
    [InlineData("the\n", ":1: expected a word and its vector, found 1 column")]
    [InlineData("\n", ":1: expected a word and its vector, found 0 columns")]
    [InlineData("the 1 2\nof 3\n", ":2: expected a word and 2 numbers, found 2 columns")]
    [InlineData("the 1 2\n\nof 3 4\n", ":2: expected a word and 2 numbers, found 0 columns")]
    [InlineData("the 1 2\n 3 4\n", ":2: expected a word and 2 numbers, found 2 columns")]
    [InlineData("the 1 two\n", ":1: expected a number, found 'two'")]
    [InlineData("unwanted 1 two\nthe 1 2\n", ":1: expected a number, found 'two'")]
    [InlineData("1 2\nunwanted 1 two\n", ":2: expected a number, found 'two'")]
    [InlineData("tokens\tlabels\nleave the\tO O\n", ":1: expected a number, found 'labels'")]
    [InlineData("the 1 NaN\n", ":1: expected a number, found 'NaN'")]
    [InlineData("the 1 1e99\n", ":1: expected a number, found '1e99'")]
    [InlineData("the 1,5 2\n", ":1: expected a number, found '1,5'")]
    [InlineData("3 2\nthe 1 2\n", ":2: expected 3 words, as the first line says, found the end of the file after 1")]
    [InlineData("0 2\nthe 1 2\n", ":1: expected the number of words and the dimension, found '0 2'")]
    [InlineData("2 0\nthe 1 2\n", ":1: expected the number of words and the dimension, found '2 0'")]
    [InlineData("the 1 2\nthe \0 2\n", ":2: looks like a binary file: expected UTF-8 text, found a NUL byte")]
    public void A_malformed_file_is_an_error_with_its_place(string text, string message) => Assert.Equal(message, ErrorOf(text, null));

    [Theory]
    [InlineData("the 1 2\n 3 4\nof 5 6\n", "skipped a line: {0}:2: expected a word and 2 numbers, found 2 columns")]
    [InlineData("the 1 2\nx 3\nof 5 6\n\nand 3 4\n", "skipped 2 lines, the first: {0}:2: expected a word and 2 numbers, found 2 columns")]
    [InlineData("the 1 2\nof 5 6\nof NaN 2\nand x 1\n", "skipped 2 lines, the first: {0}:3: expected a number, found 'NaN'")]
    [InlineData("9 2\nnobody\nthe 1 2\nof 5 6\n", "skipped a line: {0}:2: expected a word and 2 numbers, found 1 columns",
        "{0}:4: expected 9 words, as the first line says, found the end of the file after 3")]
    [InlineData("2 2\nthe 1 2\nof 5 6\n")]
    public void Bad_lines_are_skipped_counted_and_the_first_is_named(string text, params string[] warnings)
    {
        string path = _folder.Write("embeddings.txt", text);
        List<string> told = [];
        PretrainedEmbeddings read = EmbeddingReader.Read(path, ["the", "of", "and"], null, told.Add);
        Assert.Equal(warnings.Select(warning => string.Format(CultureInfo.InvariantCulture, warning, path)), told);
        Assert.Equal([1f, 2f], read.VectorOf("the"));
        Assert.Equal([5f, 6f], read.VectorOf("of"));
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("2 2\n", 3)]
    public void Word_that_is_not_utf8_is_skipped_with_its_line(string header, int line)
    {
        string path = _folder.Write("embeddings.txt", [.. Encoding.ASCII.GetBytes(header), .. "the 1 2\nb"u8, 0xFF, .. " 1 2\nof 5 6\n"u8]);
        List<string> told = [];
        Assert.Equal([5f, 6f], EmbeddingReader.Read(path, ["of"], null, told.Add).VectorOf("of"));
        Assert.Equal([$"skipped a line: {path}:{line}: expected UTF-8 text, found the byte 0xFF at column 2"], told);
        Assert.Throws<InputException>(() => EmbeddingReader.Read(path, ["of"], null));
    }

    [Theory]
    [InlineData("tokens\tlabels\nleave the\tO O\n", ":1: expected a number, found 'labels'")]
    [InlineData("the 1 2\na\nb\n", ":2: expected a word and 2 numbers, found 1 columns")]
    [InlineData("5 2\nthe\na\nb\n", ":2: expected a word and 2 numbers, found 1 columns")]
    public void A_file_with_more_bad_lines_than_good_ones_is_refused(string text, string message)
    {
        string path = _folder.Write("embeddings.txt", text);
        Assert.Equal(path + message, Assert.Throws<InputException>(() => EmbeddingReader.Read(path, ["the"], null, _ => { })).Message);
    }

    // The layout that word2vec's -binary 1 and gensim's save_word2vec_format(binary=True) write, with a line feed after each vector and without.
    [Theory]
    [InlineData("\n", "w2v.bin")]
    [InlineData("", "w2v.bin")]
    [InlineData("\n", "w2v.bin.gz")]
    public void Binary_word2vec_is_read(string end, string name)
    {
        byte[] Entry(string word, params float[] vector) =>
            [.. Encoding.UTF8.GetBytes(word), (byte)' ', .. vector.SelectMany(BitConverter.GetBytes), .. Encoding.UTF8.GetBytes(end)];
        byte[] bytes = [.. "4 3\n"u8, .. Entry("</s>", 0, 0, 0), .. Entry("the", 1, -0.5f, 3e-5f), .. Entry("我", 0.1f, 10, 32), .. Entry("us", 7, 8, 9)];
        if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var gzip = new GZipStream(File.Create(_folder[name]), CompressionLevel.Fastest);
            gzip.Write(bytes);
        }
        else
        {
            File.WriteAllBytes(_folder[name], bytes);
        }

        PretrainedEmbeddings read = EmbeddingReader.Read(_folder[name], ["the", "我", "US", "none"], 3);
        Assert.Equal([1, -0.5f, 3e-5f], read.VectorOf("the"));
        Assert.Equal([0.1f, 10, 32], read.VectorOf("我"));
        Assert.Equal([7f, 8, 9], read.VectorOf("US"));
        Assert.True(read.VectorOf("none").IsEmpty);
        Assert.Equal(
            $"{_folder[name]}:1: expected vectors of 2 numbers, as --embedding says, found 3",
            Assert.Throws<InputException>(() => EmbeddingReader.Read(_folder[name], ["the"], 2)).Message);
    }

    [Fact]
    public void Bad_words_of_binary_word2vec_are_skipped_and_a_cut_file_is_told()
    {
        byte[] one = [0, 0, 0x80, 0x3F], notANumber = [0, 0, 0xC0, 0x7F];
        byte[] bytes = [.. "6 1\na "u8, .. one, .. "b "u8, .. notANumber, (byte)'c', 0xFF, (byte)' ', .. one, .. "d "u8, .. one, .. "e "u8, 0];
        string path = _folder.Write("w2v.bin", bytes);
        List<string> told = [];
        PretrainedEmbeddings read = EmbeddingReader.Read(path, ["a", "b", "d"], null, told.Add);
        Assert.Equal([1f], read.VectorOf("d"));
        Assert.True(read.VectorOf("b").IsEmpty);
        Assert.Equal(
            [
                $"skipped 2 lines, the first: {path}: word 2 of the binary vectors: expected finite numbers",
                $"{path}:1: expected 6 words, as the first line says, found the end of the file after 4",
            ],
            told);
        Assert.Throws<InputException>(() => EmbeddingReader.Read(path, ["b"], null));
    }

    [Theory]
    [InlineData("the 1 2\n", ":1: expected vectors of 3 numbers, as --embedding says, found 2")]
    [InlineData("1 2\nthe 1 2\n", ":1: expected vectors of 3 numbers, as --embedding says, found 2")]
    public void Another_dimension_is_an_error(string text, string message) => Assert.Equal(message, ErrorOf(text, 3));

    [Fact]
    public void A_compressed_file_that_is_cut_short_is_an_error()
    {
        string whole = Compress("whole.gz", string.Concat(Enumerable.Range(0, 5000).Select(word => $"w{word} {word * 7919 % 104729} 2\n")));
        byte[] bytes = File.ReadAllBytes(whole);
        File.WriteAllBytes(_folder["cut.gz"], bytes[..(bytes.Length / 2)]);
        Assert.Throws<InputException>(() => EmbeddingReader.Read(_folder["cut.gz"], ["w1"], null));
    }

    [Fact]
    public void Random_vectors_round_trip()
    {
        var random = new Random(13);
        string[] pieces = ["a", "B", "我", "😀", " ", "1.5", "\u00a0", "-"];
        for (int round = 0; round < 100; round++)
        {
            int dimension = 1 + random.Next(5);
            Dictionary<string, float[]> vectors = [];
            while (vectors.Count < 8)
            {
                float[] vector = [.. Enumerable.Range(0, dimension).Select(_ => random.NextSingle() - 0.5f)];
                vectors["w" + string.Concat(random.GetItems(pieces, random.Next(4))) + "w"] = vector;
            }

            IEnumerable<string> lines = vectors.Select(entry => entry.Key + " " + string.Join(' ', entry.Value.Select(Text)) + (round % 3 == 0 ? " " : ""));
            PretrainedEmbeddings read = Read(string.Join('\n', [$"{vectors.Count} {dimension}", .. lines]), [.. vectors.Keys]);
            foreach ((string word, float[] vector) in vectors) Assert.Equal(vector, read.VectorOf(word));
        }
    }

    [Fact]
    public void Tampered_files_throw_only_input_errors()
    {
        byte[] whole = Encoding.UTF8.GetBytes("3 2\nthe 0.5 -1\nof 3 4e1\nNew York 1 2\n");
        var random = new Random(17);
        for (int round = 0; round < 2000; round++)
        {
            byte[] tampered = [.. whole];
            tampered[random.Next(whole.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder["tampered"], tampered);
            Exception? error = Record.Exception(() => EmbeddingReader.Read(_folder["tampered"], ["the", "of", "New York"], null));
            Assert.True(error is null or InputException, error?.ToString());
        }
    }

    private static string Text(float number) => number.ToString("R", CultureInfo.InvariantCulture);

    private PretrainedEmbeddings Read(string text, params string[] words) => EmbeddingReader.Read(_folder.Write("embeddings.txt", text), words, null);

    private string ErrorOf(string text, int? dimension)
    {
        string path = _folder.Write("embeddings.txt", text);
        string message = Assert.Throws<InputException>(() => EmbeddingReader.Read(path, ["the"], dimension)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        return message[path.Length..];
    }

    private string Compress(string name, string text)
    {
        using var stream = new GZipStream(File.Create(_folder[name]), CompressionLevel.Fastest);
        stream.Write(Encoding.UTF8.GetBytes(text));
        return _folder[name];
    }
}
