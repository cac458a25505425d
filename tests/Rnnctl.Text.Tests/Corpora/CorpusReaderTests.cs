using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

public sealed class CorpusReaderTests : CorpusTest
{
    private static readonly CorpusLayout Auto = new();

    [Theory]
    [InlineData("data.conllu", "1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n", "CoNLL-U")]
    [InlineData("data.txt", "# c\n1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n", "CoNLL-U")]
    [InlineData("data.conll", "1-2\tb\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n", "CoNLL-U")]
    [InlineData("data.iob", "# global.columns = ID FORM UPOS\n1\ta\tX\n", "CoNLL-U")]
    [InlineData("data.cupt", "# global.columns = ID FORM UPOS PARSEME:MWE\n# c\n1\ta\tX\t*\n", "CoNLL-U")]
    [InlineData("data.conllup", "# global.columns = FORM UPOS\na\tX\n", "CoNLL-U")]
    [InlineData("data.csv", "tokens,labels\na,X\n", "comma-separated values")]
    [InlineData("data.txt", "tokens,labels\na,X\n", "comma-separated values")]
    [InlineData("data.tsv", "tokens\tlabels\na\tX\n", "tab-separated values with a header")]
    [InlineData("data.tsv", "a\tX\n", "CoNLL columns")]
    [InlineData("data.conll", "a X\n", "CoNLL columns")]
    [InlineData("data", "a X\n", "CoNLL columns")]
    [InlineData("data", "# c d\na X\n", "CoNLL columns")]
    [InlineData("data", "-DOCSTART-\n\na X\n", "CoNLL columns")]
    [InlineData("data", "a/X\n", "slashed text")]
    [InlineData("data.conll", "a\t_\t_\t_\t_\t_\t_\t_\t_\tX\n", "CoNLL columns")]
    public void Auto_reports_the_detected_format(string name, string text, string description)
    {
        string path = Folder.Write(name, text);
        Assert.Equal(["a=X"], Show(Read(Auto, path)));
        Assert.Equal([$"reading {path} as {description}"], Notices);
    }

    [Theory]
    [InlineData("train.seq.in", "train.seq.out")]
    [InlineData("train.words", "train.tags")]
    public void Auto_reads_two_files_that_differ_in_the_last_extension_as_parallel(string tokens, string labels)
    {
        string[] files = [Folder.Write(tokens, "a b\n"), Folder.Write(labels, "X Y\n")];
        Assert.Equal(["a=X|b=Y"], Show(Read(Auto, files)));
        Assert.Equal([$"reading {files[0]} and {files[1]} as parallel files"], Notices);
    }

    [Theory]
    [InlineData("a X\nb Y\n\nc X\n", "d Y\n\ne Y\n")]
    [InlineData("a X\n\nb Y\n", "d Y\n\ne Y\n")]
    public void Files_of_columns_that_differ_in_the_last_extension_are_not_parallel(string train, string test)
    {
        LabelledCorpus corpus = Read(Auto, Folder.Write("eng.train", train), Folder.Write("eng.testa", test));
        Assert.Equal("e=Y", Show(corpus)[^1]);
    }

    [Fact]
    public void Two_files_of_columns_are_read_one_after_the_other() =>
        Assert.Equal(["a=X", "b=Y"], Show(Read(Auto, Folder.Write("one.txt", "a X\n"), Folder.Write("two.txt", "b Y"))));

    [Fact]
    public void Files_of_two_formats_are_an_error() =>
        Assert.Contains(
            "expected CoNLL columns like",
            ErrorOf(Auto, Folder.Write("one.txt", "a X\n"), Folder.Write("two.txt", "a/X\n")),
            StringComparison.Ordinal);

    [Fact]
    public void One_of_two_parallel_files_is_an_error() =>
        Assert.Equal(
            "a.in: expected pairs of parallel files, tokens then labels, found 1 file",
            ErrorOf(Auto, Folder.Write("a.in", "a b\n")));

    [Fact]
    public void A_file_of_unknown_format_is_an_error() =>
        Assert.Equal("data: cannot tell the format from the file's name and first lines", ErrorOf(Auto, Folder.Write("data", "a\nb\n")));

    [Fact]
    public void Sentences_with_their_labels_need_a_header() => Assert.Equal(
        "data: expected a header with the columns tokens and labels above the sentences, found none", ErrorOf(Auto, Folder.Write("data", "a b\tX Y\nc\tX\n")));

    [Fact]
    public void A_given_format_is_not_reported()
    {
        Read(new CorpusLayout(CorpusFormat.Conll), Folder.Write("data", "a X\n"));
        Assert.Empty(Notices);
    }

    [Fact]
    public void A_missing_file_is_an_error() =>
        Assert.Equal("gone.txt: no such file", ErrorOf(Auto, Path.Combine(Folder.Root, "gone.txt")));

    [Fact]
    public void A_missing_folder_is_an_error() =>
        Assert.Equal("gone/a.txt: no such file", ErrorOf(Auto, Path.Combine(Folder.Root, "gone/a.txt")));

    [Fact]
    public void A_directory_is_an_error()
    {
        Directory.CreateDirectory(Path.Combine(Folder.Root, "folder"));
        Assert.Equal("folder: is a directory, expected a file", ErrorOf(Auto, Path.Combine(Folder.Root, "folder")));
    }

    [Fact]
    public void A_file_that_cannot_be_opened_or_read_is_an_error_that_names_it()
    {
        string path = Folder.Write("secret", "a X\n");
        if (OperatingSystem.IsLinux())
        {
            // Even root cannot read this file: there is no memory at address 0.
            Assert.StartsWith("/proc/self/mem: cannot be read: ", ErrorOf(Auto, "/proc/self/mem"), StringComparison.Ordinal);
        }
        else
        {
            using FileStream locked = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            Assert.StartsWith("secret: ", ErrorOf(Auto, path), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \n")]
    [InlineData("\uFEFF")]
    public void An_empty_file_is_an_error(string text)
    {
        string path = Folder.Write("data", text);
        foreach (CorpusFormat format in Enum.GetValues<CorpusFormat>())
        {
            string[] files = format == CorpusFormat.Parallel ? [path, path] : [path];
            Assert.StartsWith("data: expected sentences, found ", ErrorOf(new CorpusLayout(format), files), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_empty_file_among_others_is_an_error() =>
        Assert.Equal(
            "b: expected sentences, found an empty file",
            ErrorOf(new(CorpusFormat.Conll), Folder.Write("a", "a X\n"), Folder.Write("b", "")));

    [Fact]
    public void A_binary_file_is_an_error_in_every_format()
    {
        string path = Folder.Write("data", [.. "PK"u8, 3, 4, 0, 0, 1, 2, 10, 0, 10]);
        foreach (CorpusFormat format in Enum.GetValues<CorpusFormat>())
        {
            string[] files = format == CorpusFormat.Parallel ? [path, path] : [path];
            string error = ErrorOf(new CorpusLayout(format), files);
            Assert.Equal("data:1: looks like a binary file: expected UTF-8 text, found a NUL byte", error);
        }
    }

    [Fact]
    public void No_files_are_an_error() => Assert.Equal("expected a file with labelled sentences, found none", ErrorOf(Auto));

    [Fact]
    public void Two_hundred_thousand_sentences_take_less_than_twice_the_files_size()
    {
        string path = Path.Combine(Folder.Root, "large.conll");
        WriteRandomCorpus(path, 200_000, new Random(7));
        long before = GC.GetTotalMemory(true);
        LabelledCorpus corpus = Read(new CorpusLayout(CorpusFormat.Conll), path);
        long held = GC.GetTotalMemory(true) - before;
        Assert.Equal(200_000, corpus.Sentences);
        Assert.InRange(held, 1, 2 * new FileInfo(path).Length);
        GC.KeepAlive(corpus);
    }

    private static void WriteRandomCorpus(string path, int sentences, Random random)
    {
        using StreamWriter writer = new(path);
        for (int sentence = 0; sentence < sentences; sentence++)
        {
            for (int token = random.Next(1, 24); token > 0; token--)
            {
                writer.Write("word" + (int)Math.Pow(20_000, random.NextDouble()) + " B-type" + random.Next(30) + "\n");
            }

            writer.Write('\n');
        }
    }
}
