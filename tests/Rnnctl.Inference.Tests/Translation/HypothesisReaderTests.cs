using Rnnctl.Inference.Translation;
using Rnnctl.Models.Decoding;
using Rnnctl.Text.Subwords;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Tests.Translation;

public class HypothesisReaderTests
{
    private static readonly TextEncoder Words = EncoderOf("the cat sat", subwords: null);

    // Of its words only "la" is learnt whole.
    private static readonly TextEncoder Segments = EncoderOf("lang la", BytePairEncoding.Of(["#version: 0.2", "l a</w>", "l a"], "merges"));

    [Fact]
    public void Begin_and_end_symbols_are_no_words_and_have_no_weights()
    {
        int[] symbols = [Vocabulary.BeginId, IdOf(Words, "cat"), Vocabulary.EndId, IdOf(Words, "sat")];
        TranslatedText read = Read(Words, Words, "the cat", symbols, [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.5f, 0.2f, 0.3f]]);
        Assert.Equal("cat sat", read.Text);
        Assert.Equal(["cat", "sat"], read.Attention.TargetWords);
        Assert.Equal([1, 0], read.Attention.MostAttended());
    }

    [Fact]
    public void Weights_of_segments_are_added_over_the_source_and_averaged_over_the_target()
    {
        // la@@ n@@ g | la, then the end.
        Assert.Equal(["la@@", "n@@", "g", "la"], Segments.Symbols("lang la"));
        int[] symbols = [IdOf(Segments, "la@@"), IdOf(Segments, "g"), IdOf(Segments, "la")];
        TranslatedText read = Read(
            Segments, Segments, "lang la", symbols, [[0.25f, 0.25f, 0, 0.5f, 0], [0.25f, 0, 0.25f, 0.25f, 0.25f], [0, 0, 0.125f, 0.125f, 0.75f]]);
        Assert.Equal("lag la", read.Text);
        Assert.Equal(["lang", "la"], read.Attention.SourceWords);
        Assert.Equal(["lag", "la"], read.Attention.TargetWords);
        Assert.Equal<float[]>([[0.5f, 0.375f], [0.125f, 0.125f]], read.Attention.Weights);
        Assert.Equal([0, 0], read.Attention.MostAttended());
    }

    [Fact]
    public void An_unknown_symbol_becomes_the_source_word_that_it_attends_to_most()
    {
        int[] symbols = [IdOf(Words, "the"), Words.UnknownId, Words.UnknownId];
        float[][] weights = [[1, 0, 0], [0.1f, 0.2f, 0.7f], [0.4f, 0.3f, 0.3f]];
        Assert.Equal("the Zebra sat", Read(Words, Words, "sat Zebra", symbols, weights, replaceUnknown: true).Text);
        Assert.Equal("the <unk> <unk>", Read(Words, Words, "sat Zebra", symbols, weights).Text);

        // The three segments of the first word together have more than the second word.
        TranslatedText read = Read(
            Segments, Segments, "lang la", [IdOf(Segments, "la@@"), Words.UnknownId], [[1, 0, 0, 0, 0], [0.2f, 0.2f, 0.2f, 0.4f, 0]], replaceUnknown: true);
        Assert.Equal("lalang", read.Text);
        Assert.Equal(["lalang"], read.Attention.TargetWords);
    }

    // What users of --replace-unknown saw for "AB 日本日本 EKOM": the word once for each of its unknown segments.
    [Fact]
    public void A_run_of_unknown_segments_of_one_word_becomes_one_copy_of_it()
    {
        int unknown = Segments.UnknownId;
        float[][] weights = [[0.6f, 0.4f, 0, 0], [0, 0.1f, 0.9f, 0], [0, 0.4f, 0.6f, 0], [0.9f, 0.1f, 0, 0], [0, 0, 0.9f, 0.1f], [0, 0, 1, 0]];
        int[] symbols = [unknown, unknown, unknown, unknown, IdOf(Segments, "la"), unknown];
        TranslatedText read = Read(Segments, Segments, "la g 日", symbols, weights, replaceUnknown: true);
        Assert.Equal("la 日 la la 日", read.Text);
        Assert.Equal([0, 2, 0, 2, 2], read.Attention.MostAttended());

        // Whole words are copied one by one, and two words that are equal are two words.
        Assert.Equal("sat sat", Read(Words, Words, "sat", [0, 0], [[1, 0], [1, 0]], replaceUnknown: true).Text);
        Assert.Equal("日 日", Read(Segments, Segments, "日 日", [unknown, unknown], [[1, 0, 0], [0, 1, 0]], replaceUnknown: true).Text);
    }

    [Fact]
    public void Source_words_after_the_last_translated_symbol_are_left_out()
    {
        TranslatedText read = Read(Segments, Words, "la lang la", [IdOf(Words, "cat")], [[0.1f, 0.2f, 0.3f, 0.4f]]);
        Assert.Equal(["la", "lang"], read.Attention.SourceWords);
        Assert.Equal<float[]>([[0.1f, 0.5f]], read.Attention.Weights);
    }

    [Fact]
    public void A_translation_without_words_has_no_attention()
    {
        TranslatedText read = Read(Words, Words, "the cat", [], [[0, 0, 1]]);
        Assert.Equal("", read.Text);
        Assert.Empty(read.Attention.MostAttended());
    }

    private static TranslatedText Read(
        TextEncoder source, TextEncoder target, string line, int[] symbols, float[][] weights, bool replaceUnknown = false)
    {
        var reader = new HypothesisReader(new TranslatorText(source, target), withAttention: true, replaceUnknown);
        return reader.Read(line, new Hypothesis(symbols, LogProbability: -1, Score: -0.5, weights));
    }

    private static int IdOf(TextEncoder encoder, string symbol) => encoder.Vocabulary.Find(symbol);

    private static TextEncoder EncoderOf(string text, BytePairEncoding? subwords)
    {
        var counts = new SymbolCounts();
        if (subwords is null) counts.AddWords(text);
        else counts.AddWords("la@@ n@@ g la");
        return new TextEncoder(Vocabulary.ForSequences(counts, new VocabularySelection(1, null, default)), subwords);
    }
}
