using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Streaming;
using Rnnctl.Text.Subwords;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Streaming;

/// <summary>Pairs of sentences that stay in their files are those that a reader of whole files gives.</summary>
public sealed class StreamedPairsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parallel_files_and_columns_give_the_pairs_of_whole_files()
    {
        string[] files =
        [
            _folder.Write("a.en", "the cat\r\n\na dog barks <s>\n \nlast\n\n"), _folder.Write("a.de", "die Katze\nx\nein Hund\n\nletzte\n"),
            _folder.Write("b.tsv", "\ufeffone two\teins zwei\n\t\nthree\tdrei\n\tleer\n"),
        ];
        SentencePairs whole = PairReader.Read(files, keepEmpty: false, _ => { });
        using StreamedPairs words = Open(files, null, null);
        Assert.Equal((whole.Count, whole.Empty), (words.Count, words.Empty));
        Assert.Equal(whole.Sources, words.FirstPairs.Sources);
        Assert.Equal(whole.Targets, words.FirstPairs.Targets);
        TextEncoder source = WordsOf(whole.Sources), target = WordsOf(whole.Targets);
        Assert.Equal(source.Vocabulary.Symbols, Vocabulary.ForSequences(words.SourceWords!, new VocabularySelection()).Symbols);
        Assert.Equal(target.Vocabulary.Symbols, Vocabulary.ForSequences(words.TargetWords!, new VocabularySelection()).Symbols);
        AssertSame(whole, words, source, target);
    }

    [Fact]
    public void Segments_are_counted_by_the_given_vocabulary_and_long_pairs_left_out()
    {
        string[] files = [_folder.Write("a.en", "ab abab q\nab\nq q\n"), _folder.Write("a.de", "x\nx y z z z z\ny\n")];
        BytePairEncoding merges = BytePairEncoding.Learn([("ab", 5), ("cab", 2)], 1);
        var source = new TextEncoder(Vocabulary.ForSequences(Counts("ab@@ ab"), new VocabularySelection()), merges);
        using StreamedPairs pairs = Open(files, source, null, maxLength: 5);
        Assert.Equal((2, 1), (pairs.Count, pairs.TooLong));
        Assert.Equal((8, 5), (pairs.UnknownSources!.Symbols, pairs.UnknownSources.Unknown));
        Assert.Equal((7, 2), pairs.Symbols);
        Assert.Equal(8, pairs.TargetWords!.Total);
        TextEncoder target = WordsOf(["x y z"]);
        SentencePairs kept = new();
        kept.Add("ab abab q", "x");
        kept.Add("q q", "y");
        AssertSame(kept, pairs, source, target);
    }

    [Fact]
    public void Threads_change_nothing_and_unknown_symbols_are_counted_as_in_a_whole_text()
    {
        var random = new Random(11);
        IEnumerable<string> lines = Enumerable.Range(0, 12000).Select(_ => string.Join(' ', Enumerable.Range(0, 12).Select(_ => "word" + random.Next(9999))));
        string text = string.Join('\n', lines) + "\n";
        string[] files = [_folder.Write("a.en", text), _folder.Write("a.de", text)];
        TextEncoder known = WordsOf(["word1 word2 word3"]);
        using StreamedPairs one = Open(files, known, null), three = Open(files, known, null, threads: 3);
        Assert.Equal(one.Digest, three.Digest);
        Assert.Equal(one.TargetWords!.Entries, three.TargetWords!.Entries);
        var whole = new UnknownSymbols(known);
        foreach (string line in text.Split('\n')) whole.Encode(line, []);
        foreach (UnknownSymbols counts in (UnknownSymbols[])[one.UnknownSources!, three.UnknownSources!])
        {
            Assert.Equal((whole.Symbols, whole.Unknown), (counts.Symbols, counts.Unknown));
            Assert.Equal(whole.Words, counts.Words);
        }
    }

    [Fact]
    public void A_file_that_changes_is_named()
    {
        string[] files = [_folder.Write("a.en", "a b\nc\n"), _folder.Write("a.de", "x\ny z\n")];
        using StreamedPairs pairs = Open(files, null, null);
        TextEncoder words = WordsOf(["a b c x y z"]);
        ISentenceLoader<EncodedPairs> loader = pairs.Encoded(words, words).NewLoader();
        Assert.Equal(2, loader.Load([1, 0], out _).Count);
        File.WriteAllText(files[1], "x\ny\n");
        string message = Assert.Throws<InputException>(() => loader.Load([0], out _)).Message;
        Assert.Equal($"{files[1]}: the file has changed since this run first read it", message);
    }

    [Fact]
    public void Loading_a_batch_again_allocates_nothing()
    {
        string text = string.Concat(Enumerable.Repeat("a b c d e\n", 100));
        string[] files = [_folder.Write("a.en", text), _folder.Write("a.de", text)];
        using StreamedPairs pairs = Open(files, null, null);
        TextEncoder words = WordsOf(["a b c"]);
        ISentenceLoader<EncodedPairs> loader = pairs.Encoded(words, words).NewLoader();
        int[] batch = [.. Enumerable.Range(0, 100)];
        loader.Load(batch, out _);
        Assert.Equal(0, AllocatedBytes.Of(() => loader.Load(batch, out _)));
    }

    private static StreamedPairs Open(string[] files, TextEncoder? source, TextEncoder? target, int maxLength = 0, int threads = 1) =>
        new(files, source, target, maxLength, _ => { }, threads);

    private static void AssertSame(SentencePairs whole, StreamedPairs streamed, TextEncoder source, TextEncoder target)
    {
        ISentenceSource<EncodedPairs> encoded = streamed.Encoded(source, target);
        ISentenceLoader<EncodedPairs> loader = encoded.NewLoader();
        EncodedPairs loaded = loader.Load([.. Enumerable.Range(0, whole.Count).Reverse()], out ReadOnlySpan<int> numbers);
        for (int pair = 0; pair < whole.Count; pair++)
        {
            List<int> from = [], to = [];
            source.Encode(whole.Sources[pair], from);
            target.Encode(whole.Targets[pair], to);
            int place = numbers[whole.Count - 1 - pair];
            Assert.Equal([.. from, source.EndId], loaded.Sources[place].ToArray());
            Assert.Equal(to, loaded.Targets[place].ToArray());
            Assert.Equal((from.Count + 1, to.Count), encoded.LengthsOf(pair));
        }
    }

    private static TextEncoder WordsOf(IEnumerable<string> lines) => new(Vocabulary.ForSequences(Counts([.. lines]), new VocabularySelection()), null);

    private static SymbolCounts Counts(params string[] lines)
    {
        SymbolCounts counts = new();
        foreach (string line in lines) counts.AddWords(line);
        return counts;
    }
}
