using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Streaming;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Streaming;

/// <summary>Labelled sentences that stay in their files are those that a reader of whole files gives.</summary>
public sealed class StreamedCorpusTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string[]> Formats() => new()
    {
        {
            "conll",
            ["# newdoc\nthe D x\ncat N y\n\n-DOCSTART- -X- O\n\n\n# comment of it\na D z\n# b c d e\n# N y\ndog N y\n",
            "# O\n# q O\nword O\n\n# N\nlast N"]
        },
        { "conll", ["\ufeffthe\tD\r\ncat\tN\r\n\r\n#\tN\r\na b\tD\r\n"] },
        {
            "conllu",
            [
                "# text = x\n1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\tde\tADP\t_\t_\t0\troot\t_\t_\n2\tle\tle\tDET\t_\t_\t1\tdet\t_\t_\n\n"
                    + "# c\n1\tx\tx\tNOUN\t_\t_\t0\troot\t_\t_\n1.1\te\t_\t_\t_\t_\t_\t_\t_\t_\n2\ty\ty\tVERB\t_\t_\t0\troot\t_\t_\n\n",
                "# global.columns = ID FORM UPOS\n1\ta\tX\n\n# global.columns = ID UPOS FORM\n1\tY\tb\n2\tX\tc\n",
            ]
        },
        { "slash", ["我/nn 吃/v\n\n//SYM a/b/c\n", "x/y"] },
        { "csv", ["labels,id,tokens\nA B,1,x y\n\n\"A\nC\",2,\"x\n\"\"z\"\"\"\nB,3,last\n", "tokens,labels\r\nq,A\r\nx,B\r\n"] },
        { "tsv", ["tokens\tlabels\nx \"y\tA B\n\nz\tC\n"] },
        { "parallel", ["a b\n\nc\n", "X Y\n\nX\n", "d\n", "Y\n\n"] },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_gives_the_counts_and_the_sentences_of_a_whole_corpus(string format, string[] contents)
    {
        string[] files = Write(contents);
        var layout = new CorpusLayout(Enum.Parse<CorpusFormat>(format, ignoreCase: true));
        Compare(files, layout);
    }

    [Fact]
    public void Features_are_streamed_too()
    {
        Compare(Write("a P p X\nb Q q Y\n\nc P q X\n"), new CorpusLayout(CorpusFormat.Conll) { Features = new FeatureColumns("3 2") });
        string lines = "1\ta\tl1\tX\tx1\tF=1\t0\troot\t_\t_\n2\tb\tl2\tY\tx2\t_\t1\tdet\t_\t_\n\n1\tc\tl1\tX\t_\tF=2\t0\troot\t_\t_\n\n";
        Compare(Write(lines), new CorpusLayout(CorpusFormat.Conllu, ConlluColumn.Deprel) { Features = new FeatureColumns("upos feats lemma") });
    }

    [Fact]
    public void Intents_are_streamed_too()
    {
        var layout = new CorpusLayout { Intents = true };
        string columns = _folder.Write("a.conll", "# intent = f\na x O\n\n# intent = g\n# b c\nb x O\n\n# intent = f\nc x O\nd x O\n");
        string[] parallel = [_folder.Write("seq.in", "a\n\nb c\nd\n"), _folder.Write("seq.out", "O\n\nO O\nO\n"), _folder.Write("label", "g\n\nf#g\ng\n")];
        Compare([columns], layout);
        Compare([_folder.Write("a.csv", "tokens,labels,intent\na,O,f\nb c,O O,\"g\"\"h\"\n")], layout);
        Compare(parallel, layout with { Format = CorpusFormat.Parallel });
        using StreamedCorpus one = Open([columns], layout), other = Open([columns], new CorpusLayout());
        Assert.NotEqual(one.Digest, other.Digest);
    }

    [Theory]
    [InlineData(LabelScheme.Iobes)]
    [InlineData(LabelScheme.Iob1)]
    [InlineData(LabelScheme.Keep)]
    public void Labels_are_learnt_in_another_scheme(LabelScheme scheme)
    {
        string[] files = Write("a/B-x b/I-x c/O d/B-x e/B-x f/I-y\ng/I-y h/0 i/I-y\n", "j/B-y k/I-y l/I-y\n");
        LabelledCorpus whole = CorpusReader.Read(files, new CorpusLayout(CorpusFormat.Slash), _ => { });
        LabelledCorpus learnt = scheme == LabelScheme.Keep ? whole : SpanConverter.Convert(whole, scheme);
        using StreamedCorpus streamed = Open(files, new CorpusLayout(CorpusFormat.Slash));
        Assert.Equal(learnt.LabelSymbols.Symbols, streamed.Counts.Labels.LabelsIn(scheme));
        Assert.Equal(SpanRules.AreKeptBy(learnt), streamed.Counts.Labels.KeepRulesIn(scheme));
        Vocabulary tokens = Vocabulary.ForTokens(whole, new VocabularySelection()), labels = Vocabulary.ForLabels(learnt);
        AssertSame(new EncodedCorpus(learnt, tokens, labels), streamed.Encoded(tokens, labels, null, [], scheme));
    }

    [Fact]
    public void Words_characters_are_spelled_as_in_a_whole_corpus()
    {
        string[] files = Write("ab/X ba/Y ab/X\ne\u0301a/X\n");
        LabelledCorpus whole = CorpusReader.Read(files, new CorpusLayout(CorpusFormat.Slash), _ => { });
        Vocabulary tokens = Vocabulary.ForTokens(whole, new VocabularySelection()), labels = Vocabulary.ForLabels(whole);
        Vocabulary characters = Vocabulary.ForCharacters(whole);
        using StreamedCorpus streamed = Open(files, new CorpusLayout(CorpusFormat.Slash));
        Assert.Equal(characters.Symbols, Vocabulary.ForCharacters(streamed.Counts.Tokens).Symbols);
        ISentenceLoader<EncodedCorpus> loader = streamed.Encoded(tokens, labels, characters, [], LabelScheme.Keep).NewLoader();
        var expected = new EncodedCorpus(whole, tokens, labels, characters);
        for (int time = 0; time < 2; time++)
        {
            EncodedCorpus loaded = loader.Load([1, 0], out ReadOnlySpan<int> numbers);
            Assert.Equal([0, 1], numbers.ToArray());
            Assert.Equal(Spelled(expected, 0), Spelled(loaded, 1));
            Assert.Equal(Spelled(expected, 1), Spelled(loaded, 0));
        }
    }

    [Fact]
    public void Threads_change_nothing_and_an_index_in_a_file_neither()
    {
        var random = new Random(3);
        string text = string.Concat(Enumerable.Range(0, 20000).Select(_ => string.Join(' ', Words(random)) + "\n"));
        string[] files = Write(text, "x/A\n");
        var layout = new CorpusLayout(CorpusFormat.Slash);
        using StreamedCorpus one = Open(files, layout), three = Open(files, layout, threads: 3);
        using var inFile = new StreamedCorpus(files, layout, _ => { }, threads: 2, mostInMemory: 1, default);
        foreach (StreamedCorpus other in (StreamedCorpus[])[three, inFile])
        {
            Assert.Equal((one.Digest, one.Sentences, one.Tokens), (other.Digest, other.Sentences, other.Tokens));
            Assert.Equal(one.Counts.Tokens.Entries, other.Counts.Tokens.Entries);
            for (int sentence = 0; sentence < one.Sentences; sentence++) Assert.Equal(one.Index[sentence], other.Index[sentence]);
        }

        IndexedSentence[] read = new IndexedSentence[20000];
        inFile.Index.Read(1, read);
        Assert.Equal(one.Index[20000], read[^1]);
        Compare(files, layout);
    }

    [Fact]
    public void Another_text_has_another_digest()
    {
        using StreamedCorpus one = Open(Write("a/X b/Y\n"), new CorpusLayout(CorpusFormat.Slash));
        using StreamedCorpus other = Open(Write("a/X\nb/Y\n"), new CorpusLayout(CorpusFormat.Slash));
        Assert.NotEqual(one.Digest, other.Digest);
    }

    [Theory]
    [InlineData("a/X b/Y\nc/X\nd/X\n")]
    [InlineData("a/X b/Y\ne/X\n")]
    [InlineData("a/X b/Y\n")]
    [InlineData("a/X b/Y\nc  X\n")]
    public void A_file_that_changes_is_named(string changed)
    {
        string[] files = Write("z/X\n", "a/X b/Y\nc/X\n");
        using StreamedCorpus corpus = Open(files, new CorpusLayout(CorpusFormat.Slash));
        Vocabulary tokens = Vocabulary.ForTokens(corpus.Counts.Tokens, new VocabularySelection());
        ISentenceLoader<EncodedCorpus> loader = corpus.Encoded(tokens, Vocabulary.ForLabels(["X", "Y"]), null, [], LabelScheme.Keep).NewLoader();
        Assert.Equal(3, loader.Load([0, 2, 1], out _).Sentences);
        File.WriteAllText(files[1], changed);
        string message = Assert.Throws<InputException>(() => loader.Load([0, 2], out _)).Message;
        Assert.Equal($"{files[1]}: the file has changed since this run first read it", message);
    }

    [Fact]
    public void Mistakes_are_those_of_a_whole_corpus()
    {
        string[] files = Write("a/X\n", "b/Y\nc\n");
        var layout = new CorpusLayout(CorpusFormat.Slash);
        string expected = Assert.Throws<InputException>(() => CorpusReader.Read(files, layout, _ => { })).Message;
        Assert.Equal(expected, Assert.Throws<InputException>(() => Open(files, layout, threads: 2)).Message);
    }

    private static IEnumerable<string> Words(Random random) =>
        Enumerable.Range(0, random.Next(1, 9)).Select(_ => $"w{(int)Math.Pow(random.NextDouble() * 12, 3)}/{"ABC"[random.Next(3)]}");

    private static string Spelled(EncodedCorpus corpus, int sentence) =>
        string.Join(' ', corpus.WordsOf(sentence).ToArray().Select(word => string.Join('-', corpus.Spellings![word].ToArray())));

    private static StreamedCorpus Open(string[] files, CorpusLayout layout, int threads = 1) => new(files, layout, _ => { }, threads);

    private static void Compare(string[] files, CorpusLayout layout)
    {
        LabelledCorpus whole = CorpusReader.Read(files, layout, _ => { });
        using StreamedCorpus streamed = Open(files, layout, threads: 2);
        var selection = new VocabularySelection(Normalizer: new TokenNormalizer(Lowercase: true, DigitsToZero: false));
        Vocabulary tokens = Vocabulary.ForTokens(whole, selection), labels = Vocabulary.ForLabels(whole);
        CorpusCounts counts = CorpusCounts.Of(whole);
        Assert.Equal(tokens.Symbols, Vocabulary.ForTokens(streamed.Counts.Tokens, selection).Symbols);
        Assert.Equal(counts.Tokens.Entries, streamed.Counts.Tokens.Entries);
        Assert.Equal(whole.LabelSymbols.Symbols, streamed.Counts.Labels.Symbols.Symbols);
        Vocabulary[] features = [.. counts.Features.Select(Vocabulary.ForFeature)];
        Assert.Equal(features.SelectMany(one => one.Symbols), streamed.Counts.Features.SelectMany(one => Vocabulary.ForFeature(one).Symbols));
        Assert.Equal((whole.Sentences, whole.Tokens), (streamed.Sentences, (int)streamed.Tokens));
        WordFeatures spelling = WordFeatures.Of(new WordFeatureSelection(Shape: true, Affixes: 1), counts.Tokens, selection.Normalizer);
        Assert.Equal(whole.IntentSymbols.Symbols, streamed.Counts.Intents.Symbols);
        Vocabulary? intents = whole.HasIntents ? Vocabulary.ForLabels(whole.IntentSymbols.Symbols) : null;
        AssertSame(
            new EncodedCorpus(whole, tokens, labels, features: features, wordFeatures: spelling, intents: intents),
            streamed.Encoded(tokens, labels, null, features, LabelScheme.Keep, spelling, intents));
    }

    private static void AssertSame(EncodedCorpus whole, ISentenceSource<EncodedCorpus> streamed)
    {
        int[] order = [.. Enumerable.Range(0, whole.Sentences)];
        new Random(7).Shuffle(order);
        ISentenceLoader<EncodedCorpus> loader = streamed.NewLoader();
        foreach (int[] batch in order.Chunk(3))
        {
            EncodedCorpus loaded = loader.Load(batch, out ReadOnlySpan<int> numbers);
            for (int place = 0; place < batch.Length; place++)
            {
                Assert.Equal(whole.TokensOf(batch[place]), loaded.TokensOf(numbers[place]));
                Assert.Equal(whole.LabelsOf(batch[place]), loaded.LabelsOf(numbers[place]));
                for (int feature = 0; feature < whole.Features; feature++)
                    Assert.Equal(whole.FeaturesOf(feature, batch[place]), loaded.FeaturesOf(feature, numbers[place]));
                Assert.Equal(whole.IntentOf(batch[place]), loaded.IntentOf(numbers[place]));
                Assert.Equal((whole.LengthOf(batch[place]), 0), streamed.LengthsOf(batch[place]));
            }
        }
    }

    private string[] Write(params string[] contents) => [.. contents.Select((text, number) => _folder.Write($"file{number}.txt", text))];
}
