using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Streaming;
using Rnnctl.Text.Subwords;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Streaming;

public sealed class DropoutPairsTests
{
    private static readonly string[] Sources = ["low lower", "newest newest low", "lowest"];
    private static readonly TextEncoder Encoder = NewEncoder();

    [Fact]
    public void Pairs_are_segmented_anew_at_each_update_and_spell_the_same_words()
    {
        ISentenceLoader<EncodedPairs> loader = NewPairs(0.5).NewLoader();
        HashSet<string> seen = [];
        for (int update = 1; update <= 40; update++)
        {
            loader.BeginUpdate(update);
            EncodedPairs loaded = loader.Load([1, 0], out ReadOnlySpan<int> numbers);
            Assert.Equal([0, 1], numbers.ToArray());
            Assert.Equal([1, 0], loader.SourceNumbers.ToArray());
            Assert.Equal(Sources[2], Encoder.Decode(loaded.Sources[0]));
            Assert.Equal(Sources[0], Encoder.Decode(loaded.Sources[1]));
            Assert.Equal(Encoder.EndId, loaded.Sources[0][^1]);
            Assert.Equal(Sources[1], Encoder.Decode(loaded.Targets[0]));
            seen.Add(string.Join(' ', loaded.Targets[0].ToArray()));
        }

        Assert.InRange(seen.Count, 5, 40);
    }

    [Fact]
    public void Segments_depend_on_seed_update_and_pair_alone()
    {
        string Loaded(int seed, long update, params int[] pairs)
        {
            ISentenceLoader<EncodedPairs> loader = NewPairs(0.5, (ulong)seed).NewLoader();
            loader.BeginUpdate(update);
            EncodedPairs loaded = loader.Load(pairs, out _);
            return string.Join(' ', loaded.Sources[pairs.Length - 1].ToArray()) + "|" + string.Join(' ', loaded.Targets[pairs.Length - 1].ToArray());
        }

        string[] updates = [.. Enumerable.Range(1, 20).Select(update => Loaded(1, update, 1))];
        Assert.Equal(updates, Enumerable.Range(1, 20).Select(update => Loaded(1, update, 0, 0, 1)));
        Assert.NotEqual(updates, Enumerable.Range(1, 20).Select(update => Loaded(2, update, 1)));
    }

    [Fact]
    public void Word_keeps_its_usual_segments_where_the_vocabulary_lacks_others()
    {
        var vocabulary = Vocabulary.ForSequences(Counts(["low", "lower", "l@@"]), new VocabularySelection());
        var encoder = new TextEncoder(vocabulary, Encoder.Subwords);
        List<int> ids = [];
        encoder.EncodeWithDropout("low lower", ids, dropout: 1, new Random(1));
        Assert.Equal("low lower", encoder.Decode(ids.ToArray()));
        Assert.Equal(2, ids.Count);
    }

    [Fact]
    public void Segment_that_the_vocabulary_lacks_is_taken_apart()
    {
        // "lo w" made "low@@", which is none of these symbols.
        var encoder = new TextEncoder(Vocabulary.ForSequences(Counts(["lo@@", "w@@", "er", "lower"]), new VocabularySelection()), Encoder.Subwords);
        List<int> ids = [];
        encoder.EncodeWithDropout("lower", ids, dropout: 1e-12, new Random(1));
        Assert.Equal(["lower"], ids.Select(id => encoder.Vocabulary[id]));
        encoder = new TextEncoder(Vocabulary.ForSequences(Counts(["lo@@", "w@@", "er"]), new VocabularySelection()), Encoder.Subwords);
        ids.Clear();
        encoder.EncodeWithDropout("lower", ids, dropout: 1e-12, new Random(1));
        Assert.Equal(["lo@@", "w@@", "er"], ids.Select(id => encoder.Vocabulary[id]));
    }

    private static DropoutPairs NewPairs(double dropout, ulong seed = 1)
    {
        var texts = new SentencePairs();
        foreach (string source in Sources) texts.Add(source, Sources[1]);
        var usual = new EncodedPairs(new EncodedSentences(), new EncodedSentences());
        return new DropoutPairs(texts, [0, 2], usual, Encoder, Encoder, dropout, seed);
    }

    private static TextEncoder NewEncoder()
    {
        var subwords = BytePairEncoding.Of(["#version: 0.2", "l o", "lo w</w>", "lo w", "e r</w>", "low er</w>", "e s", "es t</w>", "n e", "ne w"], "codes");
        string[] letters = [.. "lowernestw".Distinct().SelectMany(letter => (string[])[letter.ToString(), letter + "@@"])];
        string[] segments = ["low", "lo@@", "low@@", "lower", "er", "es@@", "est", "ne@@", "new@@", .. letters];
        return new TextEncoder(Vocabulary.ForSequences(Counts(segments), new VocabularySelection()), subwords);
    }

    private static SymbolCounts Counts(IEnumerable<string> symbols)
    {
        var counts = new SymbolCounts();
        foreach (string symbol in symbols) counts.AddWords(symbol);
        return counts;
    }
}
