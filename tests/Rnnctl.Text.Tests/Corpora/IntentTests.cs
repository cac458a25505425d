using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

/// <summary>The intents of sentences, in every format that has a place for them.</summary>
public sealed class IntentTests : CorpusTest
{
    private static readonly CorpusLayout Auto = new() { Intents = true };

    [Fact]
    public void Third_parallel_file_has_an_intent_a_line()
    {
        string[] files =
        [
            Folder.Write("a.seq.in", "to Rome\r\n\nfare\n\n"), Folder.Write("a.seq.out", "O B\n\nO\n"), Folder.Write("a.label", "f#a \r\n\nplay music\n"),
            Folder.Write("b.seq.in", "to\n"), Folder.Write("b.seq.out", "O\n"), Folder.Write("b.label", "f#a\n"),
        ];
        Assert.Equal(["f#a: to=O|Rome=B", "play music: fare=O", "f#a: to=O"], ShowAll(Read(Auto, files)));
        string notice = Assert.Single(Notices).Replace(Folder.Root + "/", "", StringComparison.Ordinal);
        Assert.Equal("reading a.seq.in, a.seq.out and a.label, b.seq.in, b.seq.out and b.label as parallel files", notice);
        Assert.Equal(["f#a", "play music"], Read(Auto, files).IntentSymbols.Symbols);
    }

    [Theory]
    [InlineData("a.csv", "intent,tokens,labels\nf#a,to Rome,O B\n play music ,fare,O\n")]
    [InlineData("a.tsv", "tokens\tlabels\tid\tIntent\nto Rome\tO B\t1\tf#a\nfare\tO\t2\tplay music\n")]
    [InlineData("a.conll", "# intent = f#a\nto O\nRome B\n\n#intent=play music \nfare O\n")]
    [InlineData("four.conll", "# intent = f#a\nto x y O\nRome x y B\n\n# intent = B\n\n# intent = play music\nfare x y O\n", true)]
    [InlineData("four.conll", "# id 1\n# intent = f#a\nto x y O\nRome x y B\n-DOCSTART- -X- O O\n\n# intent = play music\nfare x y O\n")]
    [InlineData("a.conllu", "# text = to Rome\n# intent = f#a\n1\tto\t_\tO\t_\t_\t_\t_\t_\t_\n2\tRome\t_\tB\t_\t_\t_\t_\t_\t_\n\n"
        + "# intent = play music\n1\tfare\t_\tO\t_\t_\t_\t_\t_\t_\n\n")]
    public void Column_or_comment_names_the_intent(string name, string text, bool hasTwo = false)
    {
        string file = Folder.Write(name, text);
        if (hasTwo) Assert.Equal($"{name}:7: expected one intent of a sentence, found a second", ErrorOf(Auto, file));
        else Assert.Equal(["f#a: to=O|Rome=B", "play music: fare=O"], ShowAll(Read(Auto, file)));
    }

    [Theory]
    [InlineData("a.csv", "intent,tokens,labels\nf,a,O\n,b,O\n", "a.csv:3: expected an intent in the column intent, found nothing")]
    [InlineData(
        "a.csv", "intent,tokens,labels\n\"f\tg\",a,O\n",
        "a.csv:2: expected an intent in the column intent, found a tab, a line end or another control character in it")]
    [InlineData(
        "a.csv", "tokens,labels\na,O\n", "a.csv:1: expected a header with the columns tokens, labels and intent, found 'tokens, labels'")]
    [InlineData("a.conll", "# intent = f\na O\n\nb O\n", "a.conll:4: expected a comment # intent = ... before the sentence, found none")]
    [InlineData("a.conll", "# intent =\na O\n", "a.conll:1: expected an intent after =, found nothing")]
    [InlineData(
        "a.conll", "# intent = f\na O\n# intent = g\nb O\n",
        "a.conll:3: expected the intent before the first token of its sentence, found it after a token")]
    [InlineData(
        "a.conll", "# intent = f\na O\n\n# intent = g\n",
        "a.conll:4: expected a sentence after the last comment with an intent, found the end of the file")]
    [InlineData("a.conllu", "1\ta\t_\tO\t_\t_\t_\t_\t_\t_\n\n", "a.conllu:1: expected a comment # intent = ... before the sentence, found none")]
    [InlineData("a", "a/O\n", "a: slashed text has no place for the sentences' intents")]
    [InlineData("a.in", "a\n", "a.in: expected three parallel files, tokens, labels and intents, found 1 file")]
    public void Sentence_without_an_intent_is_an_error_with_its_place(string name, string text, string message) =>
        Assert.Equal(message, ErrorOf(Auto, Folder.Write(name, text)));

    [Theory]
    [InlineData("a b\nc\n", "A B\nC\n", "f\n", "in:2: expected the end of the file, since label has 1 lines, found another line")]
    [InlineData("a b\n", "A B\n", "f\n\ng\n", "label:3: expected the end of the file, since in has 1 lines, found another line")]
    [InlineData("a b\nc\n", "A B\nC\n", "f\n \n", "label:2: expected the intent of in:2, found nothing")]
    [InlineData("a b\n\nc\n", "A B\n\nC\n", "f\ng\nh\n", "label:2: expected a blank line, as in in:2, found an intent")]
    [InlineData("a b\n", "A B\n", "f\tg\n", "label:1: expected the intent of in:1, found a tab, a line end or another control character in it")]
    public void Parallel_files_that_do_not_fit_are_an_error_with_its_place(string tokens, string labels, string intents, string message) => Assert.Equal(
        message,
        ErrorOf(Auto with { Format = CorpusFormat.Parallel }, Folder.Write("in", tokens), Folder.Write("out", labels), Folder.Write("label", intents)));

    [Fact]
    public void Third_file_without_intents_and_two_files_with_them_are_an_error()
    {
        string[] files = [Folder.Write("a.seq.in", "a\n"), Folder.Write("a.seq.out", "O\n"), Folder.Write("a.label", "f\n")];
        const string Three = "a.label: expected pairs of parallel files, tokens then labels, found 3 files";
        Assert.Equal(Three, ErrorOf(new CorpusLayout(), files));
        Assert.Equal(Three, ErrorOf(new CorpusLayout(CorpusFormat.Parallel), files));
        Assert.Equal("a.label: expected pairs of parallel files, tokens then labels, found 6 files", ErrorOf(new CorpusLayout(), [.. files, .. files]));
        Assert.Equal("a.seq.out: expected three parallel files, tokens, labels and intents, found 2 files", ErrorOf(Auto, files[..2]));
    }

    [Fact]
    public void Comments_and_columns_with_intents_are_ignored_where_sentences_have_none()
    {
        string columns = Folder.Write("a.conll", "# intent = f\na x y O\n\n# intent = g\nb x y O\n");
        string table = Folder.Write("a.tsv", "tokens\tlabels\tintent\na\tO\tf\n");
        Assert.Equal(["a=O", "b=O"], Show(Read(new CorpusLayout(), columns)));
        Assert.Equal(["a=O"], Show(Read(new CorpusLayout(), table)));
        Assert.False(Read(new CorpusLayout(), table).HasIntents);
    }

    [Theory]
    [InlineData("p.tsv", "a b\tO O\tg\nc\tO\tf\n", "g f")]
    [InlineData("p.tsv", "a b\tO O\tg\t0.5 0.5\t0.9\nc\tO\t7\t0.5\t1.0000\n", "g 7")]
    [InlineData("p.tsv", "a b\tO O\t0.5 0.5\nc\tO\t1.0000\n", null)]
    [InlineData("p.tsv", "a b\tO O\nc\tO\n", null)]
    [InlineData("p.conll", "# intent = g\n# intent_probability = 0.5\na\tO\t0.5\nb\tO\t0.5\n\n# intent = f\nc\tO\t1\n\n", "g f")]
    [InlineData("p.json", "{\"tokens\":[\"a\",\"b\"],\"labels\":[\"O\",\"O\"],\"intent\":\"g\"}\n{\"labels\":[\"O\"],\"intent\":\"f\"}\n", "g f")]
    [InlineData("p.json", "{\"labels\":[\"O\",\"O\"]}\n{\"labels\":[\"O\"]}\n", null)]
    [InlineData("p.json", "{\"labels\":[\"O\",\"O\"],\"intent\":\"g\"}\n{\"labels\":[\"O\"]}\n", "")]
    public void Predictions_are_read_with_their_intents(string name, string text, string? intents)
    {
        LabelledCorpus gold = Read(Auto, Folder.Write("gold.csv", "tokens,labels,intent\na b,O O,f\nc,O,f\n"));
        string file = Folder.Write(name, text);
        if (intents is "")
        {
            string message = Assert.Throws<InputException>(() => PredictionReader.Read(file, gold, _ => { })).Message;
            Assert.Equal($"{file}: expected an intent of each sentence or of none, found 1 of 2", message);
            return;
        }

        PredictedLabels predicted = PredictionReader.Read(file, gold, _ => { });
        Assert.Equal(intents is not null, predicted.HasIntents);
        if (intents is not null) Assert.Equal(intents, $"{gold.IntentSymbols[predicted.IntentOf(0)]} {gold.IntentSymbols[predicted.IntentOf(1)]}");
    }

    [Theory]
    [InlineData(TagOutputFormat.Tsv, false, "a b\tO O\tf#g\n\n")]
    [InlineData(TagOutputFormat.Tsv, true, "a b\tO O\tf#g\t0.2500 1.0000\t0.7500\n\n")]
    [InlineData(TagOutputFormat.Conll, false, "# intent = f#g\na\tO\nb\tO\n\n\n")]
    [InlineData(TagOutputFormat.Conll, true, "# intent = f#g\n# intent_probability = 0.7500\na\tO\t0.2500\nb\tO\t1.0000\n\n\n")]
    [InlineData(
        TagOutputFormat.Json, false, "{\"tokens\":[\"a\",\"b\"],\"labels\":[\"O\",\"O\"],\"intent\":\"f#g\"}\n{\"tokens\":[],\"labels\":[],\"intent\":null}\n")]
    [InlineData(
        TagOutputFormat.Json, true,
        "{\"tokens\":[\"a\",\"b\"],\"labels\":[\"O\",\"O\"],\"probabilities\":[0.25,1],\"intent\":\"f#g\",\"intent_probability\":0.75}\n"
        + "{\"tokens\":[],\"labels\":[],\"intent\":null}\n")]
    [InlineData(TagOutputFormat.Slash, false, "a/O b/O\n\n")]
    [InlineData(TagOutputFormat.Labels, false, "O O\n\n")]
    public void Intents_are_written_in_the_formats_that_have_a_place_for_them(TagOutputFormat format, bool withProbabilities, string expected)
    {
        SentenceBuffer sentences = new();
        sentences.Add("a b");
        sentences.Add("");
        using StringWriter text = new();
        TaggedSentenceWriter writer = new(text, format, ["O"], withProbabilities);
        writer.Write(sentences[0], [0, 0], withProbabilities ? (float[])[0.25f, 1] : [], intent: new TaggedIntent("f#g", 0.75f));
        writer.Write(sentences[1], [], intent: new TaggedIntent(null, 0));
        Assert.Equal(expected, text.ToString());
    }

    private static string[] ShowAll(LabelledCorpus corpus) =>
        [.. Show(corpus).Select((text, sentence) => $"{corpus.IntentSymbols[corpus.IntentOf(sentence)]}: {text}")];
}
