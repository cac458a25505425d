using System.Text.Json;
using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Foreign;

/// <summary>Files as other tools write them: what is written is read back, and a format is read alike by every verb.</summary>
public sealed class FormatTests : IDisposable
{
    private const string Vietnamese =
        """
        # sent_id = 1
        # text = Tôi yêu Hà Nội
        1-2	Tôi yêu	_	_	_	_	_	_	_	_
        1	Tôi	tôi	PRON	P	_	2	nsubj	_	_
        2	yêu	yêu	VERB	V	_	0	root	_	_
        2.1	là	là	_	_	_	_	_	_	_
        3	Hà Nội	Hà Nội	PROPN	Np	_	2	obj	_	SpaceAfter=No

        # text = 100 000 nhà
        1	100 000	100 000	NUM	M	_	2	nummod	_	_
        2	nhà	nhà	NOUN	N	_	0	root	_	_


        """;

    private static readonly Lazy<TemporaryFolder> Trained = new(Train);

    private readonly TemporaryFolder _folder = new();

    private static string Model => Trained.Value["model"];

    private static string Places => Trained.Value["places"];

    private static string Treebank => Trained.Value["vi.conllu"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("conll")]
    [InlineData("json")]
    [InlineData("labels")]
    public void Words_with_blanks_are_read_back(string format)
    {
        string predictions = _folder.Write("predictions", Tag("--output-format", format));
        string expected = InProcessTool.Done("eval", Model, Treebank, "--column", "xpos", "--confusion").Split("\nloss:")[0];
        string scored = InProcessTool.Done("eval", Model, Treebank, "--column", "xpos", "--predictions", predictions);
        Assert.Equal(expected.TrimEnd(), scored.TrimEnd());
    }

    [Theory]
    [InlineData("tsv")]
    [InlineData("slash")]
    public void Words_with_blanks_are_refused_by_formats_that_would_tear_them(string format) => Assert.Equal(
        $"{Treebank}:7: the output format {format} cannot hold the token 'Hà Nội', which contains a blank",
        Refusal.Of("tag", Model, Treebank, "--format", "conllu", "--output-format", format));

    [Fact]
    public void Lines_of_conllu_are_written_as_they_are_with_the_labels_in_the_learnt_column()
    {
        string[] labels = Tag("--output-format", "labels").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        int word = 0;
        IEnumerable<string> expected = Vietnamese.Split('\n').Select(line => line.Split('\t'))
            .Select(columns => columns.Length == 10 && int.TryParse(columns[0], out _) ? [.. columns[..4], labels[word++], .. columns[5..]] : columns)
            .Select(columns => string.Join('\t', columns));
        Assert.Equal(string.Join('\n', expected), Tag("--output-format", "conllu"));
        string unfinished = _folder.Write("unfinished", Vietnamese.TrimEnd() + "\n");
        string completed = InProcessTool.Done("tag", Model, unfinished, "--format", "conllu", "--output-format", "conllu");
        Assert.EndsWith("\troot\t_\t_\n\n", completed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tsv")]
    [InlineData("slash")]
    [InlineData("labels")]
    public void Labels_with_blanks_are_refused_by_formats_that_would_tear_them(string format) => Assert.Equal(
        $"the output format {format} cannot hold the label 'B-New York', which contains a blank",
        Refusal.Of("tag", Places, "--output-format", format));

    [Theory]
    [InlineData("conll")]
    [InlineData("json")]
    public void Labels_with_blanks_are_read_back(string format)
    {
        string predictions = _folder.Write("predictions", InProcessTool.Done("tag", Places, Trained.Value["places.txt"], "--output-format", format));
        string scored = InProcessTool.Done("eval", Places, Trained.Value["places.tsv"], "--predictions", predictions);
        Assert.StartsWith(InProcessTool.Done("eval", Places, Trained.Value["places.tsv"]).Split("\nloss:")[0], scored, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_all_digits_of_probabilities()
    {
        JsonElement one = JsonDocument.Parse(Tag("--probabilities", "--output-format", "json").Split('\n')[0]).RootElement;
        JsonElement best = JsonDocument.Parse(Tag("--nbest", "2", "--output-format", "json").Split('\n')[0]).RootElement[0];
        float[] probabilities = [.. one.GetProperty("probabilities").EnumerateArray().Select(number => number.GetSingle())];
        Assert.Contains(probabilities, number => MathF.Round(number, 6) != number);
        Assert.Equal(probabilities.Aggregate(1.0, (product, number) => product * number), best.GetProperty("probability").GetDouble(), 1e-6);
    }

    [Theory]
    [InlineData("--nbest 1")]
    [InlineData("--nbest 3")]
    [InlineData("--json")]
    [InlineData("--json --nbest 2 --alignments")]
    [InlineData("--alignments")]
    [InlineData("--nbest 2 --alignments")]
    public void Output_of_translate_is_scored_by_its_best_translations(string options)
    {
        string plain = _folder.Write("plain", InProcessTool.Done("translate", ReverseModel.Path, ReverseModel.ValidationSource));
        string more = _folder.Write("more", InProcessTool.Done(["translate", ReverseModel.Path, ReverseModel.ValidationSource, .. options.Split(' ')]));
        string[] files = [ReverseModel.ValidationSource, ReverseModel.ValidationTarget];
        Assert.Equal(
            InProcessTool.Done(["eval", ReverseModel.Path, .. files, "--predictions", plain]),
            InProcessTool.Done(["eval", ReverseModel.Path, .. files, "--predictions", more]));
    }

    [Fact]
    public void Several_labellings_are_scored_by_the_best_or_refused()
    {
        string[] tag = ["tag", SlotsModel.Path, _folder.Write("text", "leave Taipei\nto Osaka\n"), "--nbest", "2"];
        string gold = _folder.Write("gold", InProcessTool.Done([.. tag[..3], "--output-format", "conll"]));
        string json = _folder.Write("json", InProcessTool.Done([.. tag, "--output-format", "json"]));
        Assert.Contains("accuracy: 100.00%", InProcessTool.Done("eval", SlotsModel.Path, gold, "--predictions", json), StringComparison.Ordinal);
        string tsv = _folder.Write("tsv", InProcessTool.Done(tag));
        Assert.Equal(
            $"{tsv}:2: expected one labelling of each sentence, found another of sentence 1, as --nbest writes them",
            Refusal.Of("eval", SlotsModel.Path, gold, "--predictions", tsv));
    }

    [Theory]
    [InlineData("#NLProc O\nis O\n\n# newdoc\nfun O\n", "#NLProc is|fun")]
    [InlineData("# newdoc\n#begin document (x); part 000\nfun O\n# O\n\n# O\n#x O\n", "fun #|# #x")]
    public void Lines_that_start_with_a_hash_are_read_alike_by_tag_and_score(string text, string tokens)
    {
        string file = _folder.Write("tweets.txt", text);
        string[] tagged = InProcessTool.Done("tag", SlotsModel.Path, file, "--format", "conll").Split('\n')[..^1];
        Assert.Equal(tokens.Split('|'), tagged.Select(line => line.Split('\t')[0]));
        string[] scored = InProcessTool.Done("score", SlotsModel.Path, file, "--format", "conll", "--words").Split('\n')[..^1];
        Assert.Equal(tokens.Split('|').Select(line => line.Split(' ').Length), scored.Select(line => line.Split('\t').Length - 1));
    }

    [Theory]
    [InlineData("1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n# c\n", ":2: expected a word or the blank line after a sentence, found a comment")]
    [InlineData("", ": expected sentences, found an empty file")]
    [InlineData("# c\n\n", ": expected sentences, found none")]
    public void Malformed_and_empty_treebanks_are_refused_alike(string text, string mistake)
    {
        string file = _folder.Write("bad.conllu", text);
        Assert.Equal(file + mistake, Refusal.Of("tag", Model, file, "--format", "conllu"));
        Assert.Equal(file + mistake, Refusal.Of("eval", Model, file));
    }

    [Theory]
    [InlineData("vi.conll", false)]
    [InlineData("vi.cupt", true)]
    public void Treebanks_under_other_names_are_learnt_by_their_words(string name, bool isPlus)
    {
        IEnumerable<string> plus = Vietnamese.Split('\n').Select(line => line.Contains('\t') ? line + "\t*" : line)
            .Prepend("# global.columns = ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC PARSEME:MWE");
        string file = _folder.Write(name, isPlus ? string.Join('\n', plus) : Vietnamese);
        TrainOn(file, _folder["other"]);
        Assert.Equal(File.ReadAllLines(Path.Combine(Model, "vocab", "tokens.txt")), File.ReadAllLines(Path.Combine(_folder["other"], "vocab", "tokens.txt")));
    }

    [Fact]
    public void Numbers_of_words_are_not_learnt_as_words()
    {
        string file = _folder.Write("germeval.tsv", "#\thttp://x [2009]\n1\tSchartau\tB-PER\tO\tx\n2\tsagte\tO\tO\tx\n\n1\tEr\tO\tO\tx\n");
        Assert.Equal(
            $"{file}: expected tokens in column 1, found the words' numbers 1, 2, 3, ...", Refusal.Of("train", "--train", file, "--output", _folder["other"]));
        TrainOn(file, _folder["other"], "--token-column", "2", "--label-column", "3");
        Assert.Equal(["B-PER", "O"], File.ReadAllLines(Path.Combine(_folder["other"], "vocab", "labels.txt")).Order(StringComparer.Ordinal));
    }

    private static string Tag(params string[] options) => InProcessTool.Done(["tag", Model, Treebank, "--format", "conllu", .. options]);

    private static void TrainOn(string file, string output, params string[] options)
    {
        string[] epochs = options.Contains("--epochs") ? [] : ["--epochs", "1"];
        InProcessTool.Done(["train", "--train", file, "--output", output, "--hidden", "2", "--embedding", "2", "--threads", "1", .. epochs, .. options]);
    }

    private static TemporaryFolder Train()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        TrainOn(folder.Write("vi.conllu", Vietnamese), folder["model"], "--column", "xpos");
        string[] words = ["a", "b", "c"], labels = ["B-New York", "O", "B-Paris"];
        int[][] sentences = [.. Enumerable.Range(0, 20).Select(first => (int[])[first % 3, (first + 1) % 3, (first + 2) % 3])];
        folder.Write("places.txt", string.Concat(sentences.Select(sentence => string.Join(' ', sentence.Select(word => words[word])) + "\n")));
        IEnumerable<string> columns = sentences.Select(sentence => string.Concat(sentence.Select(word => $"{words[word]}\t{labels[word]}\n")));
        TrainOn(folder.Write("places.tsv", string.Join('\n', columns)), folder["places"], "--epochs", "20", "--lr", "0.1");
        return folder;
    }
}
