using System.IO.Compression;
using System.Text;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Foreign;

/// <summary>Option <c>--stream</c>: corpora that stay on the disk train the same models as corpora in memory.</summary>
public sealed class LargeCorpusTests : IDisposable
{
    private static readonly string[] Small = ["--hidden", "4", "--embedding", "4", "--batch-size", "8", "--threads", "2"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("--crf --scheme iobes --char-cell cnn --char-hidden 3 --char-embedding 2 --lowercase")]
    [InlineData("--token-column 1 --features 2 --max-vocab 5 --layers 2")]
    [InlineData("--word-dropout 9 --embedding-dropout 0.2 --variational-dropout")]
    public void Tagger_has_the_same_bits_with_and_without_it(string options)
    {
        string train = _folder.Write("train.conll", Columns()), valid = _folder.Write("valid.conll", Columns(seed: 2));
        string[] words = ["--train", train, train, "--valid", valid, "--epochs", "2", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        AssertSame("tag", words);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--joint-vocabulary --max-length 6 --lowercase-target --min-count 2")]
    [InlineData("--word-dropout 9 --embedding-dropout 0.2 --variational-dropout")]
    public void Translator_has_the_same_bits_with_and_without_it(string options)
    {
        (string source, string target) = Pairs();
        string[] words = ["--train", source, target, _folder.Write("more.tsv", "a b\tB A\nc\tC\n"), "--epochs", "2"];
        AssertSame("translate", [.. words, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
    }

    [Fact]
    public void Translator_of_segments_has_the_same_bits_with_and_without_it()
    {
        (string source, string target) = Pairs();
        InProcessTool.Done("vocab", source, target, "--bpe", "20", "--output", _folder["bpe"]);
        AssertSame("translate", ["--train", source, target, "--src-vocab", _folder["bpe"], "--epochs", "2"]);
    }

    [Fact]
    public void Run_goes_on_to_the_same_bits()
    {
        string train = _folder.Write("train.conll", Columns());
        InProcessTool.Done(Train("whole", "tag", ["--train", train, "--epochs", "3", "--stream"]));
        InProcessTool.Done(Train("parts", "tag", ["--train", train, "--epochs", "1", "--stream"]));
        InProcessTool.Done("train", "--train", train, "--epochs", "3", "--resume", "--output", _folder["parts"], "--threads", "2");
        foreach (string file in (string[])["model.safetensors", "training.safetensors"]) AssertSameFile("whole", "parts", file);
    }

    [Fact]
    public void Another_corpus_is_refused_where_a_run_goes_on_and_so_is_another_way_of_reading()
    {
        string train = _folder.Write("train.conll", Columns());
        InProcessTool.Done(Train("run", "tag", ["--train", train, "--epochs", "1", "--stream"]));
        InProcessTool.Done(Train("memory", "tag", ["--train", train, "--epochs", "1"]));
        string[] more = ["--train", train, "--epochs", "2", "--resume", "--threads", "2", "--output"];
        Assert.Equal("--stream cannot change where a run goes on", Refusal.Of(["train", .. more, _folder["memory"], "--stream"]));
        _folder.Write("train.conll", Columns(seed: 3));
        Assert.Equal("--train: these are not the sentences that the run began with", Refusal.Of(["train", .. more, _folder["run"]]));
    }

    [Fact]
    public void Files_that_cannot_be_read_at_any_place_are_refused()
    {
        string compressed = _folder["train.conll.gz"];
        using (var gzip = new GZipStream(File.Create(compressed), CompressionMode.Compress)) gzip.Write(Encoding.UTF8.GetBytes(Columns()));
        string expected = $"{compressed}: --stream reads a file at many places, which a pipe or a compressed file does not allow";
        Assert.Equal(expected, Refusal.Of(Train("run", "tag", ["--train", compressed, "--stream"])));
    }

    [Fact]
    public void Mistakes_are_found_before_training()
    {
        string train = _folder.Write("train.conll", Columns() + "word\n");
        string[] words = Train("run", "tag", ["--train", train]);
        string expected = Refusal.Of(words);
        Assert.Contains(": expected 3 columns, found 1", expected, StringComparison.Ordinal);
        Assert.Equal(expected, Refusal.Of([.. words, "--stream"]));
        (string source, string target) = Pairs();
        File.AppendAllText(target, "\nmore\n");
        words = Train("run", "translate", ["--train", source, target]);
        Assert.Equal(Refusal.Of(words), Refusal.Of([.. words, "--stream"]));
    }

    private static string Columns(int seed = 1)
    {
        var random = new Random(seed);
        var text = new StringBuilder("# a comment\n");
        for (int sentence = 0; sentence < 40; sentence++)
        {
            for (int token = 0, length = random.Next(1, 8); token < length; token++)
            {
                int word = random.Next(12);
                text.Append($"{(word % 2 == 0 ? 'W' : 'w')}{word} {"NV"[random.Next(2)]} {(word < 6 ? "O" : word < 9 ? "B-x" : "B-y")}\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private (string Source, string Target) Pairs()
    {
        var random = new Random(4);
        string[] sources = [.. Enumerable.Range(0, 50).Select(_ => string.Join(' ', random.GetItems("abcdefg".ToCharArray(), random.Next(0, 9))))];
        string[] targets = [.. sources.Select(line => string.Concat(line.Reverse()).ToUpperInvariant())];
        return (_folder.Write("train.en", string.Join('\n', sources)), _folder.Write("train.de", string.Join('\n', targets)));
    }

    private string[] Train(string output, string task, string[] words) => ["train", "--task", task, "--output", _folder[output], .. Small, .. words];

    private void AssertSame(string task, string[] words)
    {
        string Error(string output, params string[] more)
        {
            var tool = new InProcessTool();
            Assert.True(tool.Run([.. Train(output, task, words), .. more]) == 0, tool.Error);
            IEnumerable<string> lines = tool.ErrorLines.Where(line => !line.StartsWith("epoch", StringComparison.Ordinal));
            return string.Join('\n', lines).Replace(_folder[output], "", StringComparison.Ordinal);
        }

        Assert.Equal(Error("memory"), Error("stream", "--stream"));
        AssertSameFile("memory", "stream", "model.safetensors");
        foreach (string file in Directory.EnumerateFiles(_folder["memory/vocab"]))
            AssertSameFile("memory", "stream", Path.Combine("vocab", Path.GetFileName(file)));
    }

    private void AssertSameFile(string one, string other, string file) =>
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder[one], file)), File.ReadAllBytes(Path.Combine(_folder[other], file)));
}
