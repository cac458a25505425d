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
    [InlineData("the 1 2\n", ":1: expected vectors of 3 numbers, as --embedding says, found 2")]
    [InlineData("1 2\nthe 1 2\n", ":1: expected vectors of 3 numbers, as --embedding says, found 2")]
    public void Another_dimension_is_an_error(string text, string message) => Assert.Equal(message, ErrorOf(text, 3));

    [Fact]
    public void A_file_that_is_not_compressed_or_cut_short_is_an_error()
    {
        string path = _folder.Write("plain.gz", "the 1 2\n");
        InputException error = Assert.Throws<InputException>(() => EmbeddingReader.Read(path, ["the"], null));
        Assert.StartsWith($"{path}: cannot be read: ", error.Message, StringComparison.Ordinal);
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
