using System.IO.Compression;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Foreign;

/// <summary>Corpora that gzip compressed, wherever a corpus is read, and TSV files with a header.</summary>
public sealed class CompressedFileTests : IDisposable
{
    private static readonly string[] Small = ["--hidden", "2", "--embedding", "2", "--epochs", "1", "--threads", "1", "--quiet"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Labelled_files_are_recognised_by_the_name_before_gz()
    {
        const string Conllu = "1\ta\ta\tDET\t_\t_\t2\tdet\t_\t_\n2\tdog\tdog\tNOUN\t_\t_\t0\troot\t_\t_\n\n";
        string[][] corpora =
        [
            [Compress("train.conllu.gz", Conllu)],
            [Compress("train.conll.gz", "a DET\ndog NOUN\n\n")],
            [Compress("train.csv.gz", "tokens,labels\na dog,DET NOUN\n")],
            [Compress("train.tsv.gz", "tokens\tlabels\na dog\tDET NOUN\n")],
            [Compress("seq.in.gz", "a dog\n"), Compress("seq.out.gz", "DET NOUN\n")],
        ];
        foreach ((int number, string[] files) in corpora.Index())
        {
            string model = _folder[$"tagger-{number}"];
            InProcessTool.Done(["train", "--task", "tag", "--train", .. files, "--output", model, .. Small]);
            Assert.Equal(["DET", "NOUN"], File.ReadAllLines(Path.Combine(model, "vocab", "labels.txt")).Order(StringComparer.Ordinal));
            string[] plain = [.. files.Select(Decompress)];
            Assert.Equal(Report(["eval", model, .. plain, "--threads", "1"]), Report(["eval", model, .. files, "--threads", "1"]));
        }
    }

    [Fact]
    public void Filters_and_vocab_read_compressed_texts()
    {
        string text = Compress("text.gz", "leave Taipei on November 2nd\n"), plain = Decompress(text);
        foreach (string[] words in (string[][])[["tag"], ["embed"], ["trace"]])
            Assert.Equal(InProcessTool.Done([.. words, SlotsModel.Path, plain]), InProcessTool.Done([.. words, SlotsModel.Path, text]));
        InProcessTool.Done("vocab", text, "--output", _folder["v"]);
        Assert.Equal(8, File.ReadAllLines(_folder["v/vocab.txt"]).Length);
        InProcessTool.Done(["train", "--task", "lm", "--train", text, "--output", _folder["lm"], .. Small]);
        Assert.Equal(InProcessTool.Done("score", _folder["lm"], plain), InProcessTool.Done("score", _folder["lm"], text));
    }

    [Fact]
    public void Translations_of_two_columns_may_have_a_header()
    {
        const string Pairs = "a b\tb a\nc a\ta c\n";
        string headed = Compress("headed.tsv.gz", "Source\ttgt\n" + Pairs), bare = _folder.Write("bare.tsv", Pairs);
        foreach ((string name, string file) in (ReadOnlySpan<(string, string)>)[("headed", headed), ("bare", bare)])
            InProcessTool.Done(["train", "--task", "translate", "--train", file, "--valid", file, "--output", _folder[name], .. Small]);
        Assert.Equal(File.ReadAllBytes(_folder["bare/model.safetensors"]).Length, File.ReadAllBytes(_folder["headed/model.safetensors"]).Length);
        Assert.Equal(File.ReadAllLines(_folder["bare/vocab/source.txt"]), File.ReadAllLines(_folder["headed/vocab/source.txt"]));
        foreach (string[] words in (string[][])[["score"], ["translate", "--max-length", "4"]])
            Assert.Equal(Report([.. words, _folder["bare"], bare, "--threads", "1"]), Report([.. words, _folder["bare"], headed, "--threads", "1"]));
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("eval", _folder["bare"], headed, "--threads", "1", "--max-length", "4"));
        Assert.Contains($"{headed}: the first line names the columns", tool.ErrorLines);
        InProcessTool.Done("vocab", headed, "--output", _folder["v"]);
        Assert.Equal(["<unk>", "<s>", "</s>", "a", "b", "c"], File.ReadAllLines(_folder["v/vocab.txt"]));
    }

    [Fact]
    public void Attention_is_drawn_of_the_first_hundred_sentences_only()
    {
        string text = _folder.Write("text", string.Concat(Enumerable.Repeat("a\n", 103)));
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("translate", ReverseModel.Path, text, "--attention-svg", _folder["pictures"], "--max-length", "2", "--threads", "1"));
        Assert.Equal(100, Directory.GetFiles(_folder["pictures"]).Length);
        Assert.Single(tool.ErrorLines, $"warning: --attention-svg: {_folder["pictures"]} shows the first 100 sentences; the others are not drawn");
    }

    /// <summary>The output of a run, without the line of its speed.</summary>
    private static string[] Report(string[] words) =>
        [.. InProcessTool.Done(words).Split('\n').Where(line => !line.Contains("tokens/s", StringComparison.Ordinal))];

    private string Compress(string name, string text)
    {
        using var gzip = new GZipStream(File.Create(_folder[name]), CompressionLevel.Fastest);
        using var writer = new StreamWriter(gzip);
        writer.Write(text);
        return _folder[name];
    }

    private static string Decompress(string path)
    {
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using FileStream file = File.Create(path[..^".gz".Length]);
        gzip.CopyTo(file);
        return path[..^".gz".Length];
    }
}
