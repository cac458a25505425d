using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Batching;

public sealed class EncodedCorpusTests
{
    [Fact]
    public void Symbols_become_ids_and_unseen_labels_minus_one()
    {
        EncodedCorpus corpus = Sentences.Encoded(["b ? a", "c"]);
        Assert.Equal((2, 4, 1, true), (corpus.Sentences, corpus.Tokens, corpus.UnseenLabels, corpus.HasLabels));
        Assert.Equal([2, 0, 1], corpus.TokensOf(0).ToArray());
        Assert.Equal([1, -1, 0], corpus.LabelsOf(0).ToArray());
        Assert.Equal([3], corpus.TokensOf(1).ToArray());
        Assert.Equal(3, corpus.LengthOf(0));
    }

    [Fact]
    public void Sentences_without_labels_are_added_and_cleared()
    {
        EncodedCorpus corpus = Sentences.Unlabelled("a b", "", "?");
        Assert.Equal((3, 3, false), (corpus.Sentences, corpus.Tokens, corpus.HasLabels));
        Assert.Equal([1, 2], corpus.TokensOf(0).ToArray());
        Assert.Equal((0, 1), (corpus.LengthOf(1), corpus.LengthOf(2)));
        Assert.Equal([0], corpus.TokensOf(2).ToArray());
        Assert.Empty(corpus.LabelsOf(0).ToArray());
        corpus.Clear();
        Assert.Equal((0, 0), (corpus.Sentences, corpus.Tokens));
    }

    [Fact]
    public void A_corpus_with_labels_takes_no_more_sentences()
    {
        EncodedCorpus corpus = Sentences.Encoded(["a"]);
        Assert.Throws<InvalidOperationException>(corpus.Clear);
        Assert.Throws<InvalidOperationException>(() => corpus.Add(default(SentenceTokens)));
    }

    [Fact]
    public void Tokens_are_normalised()
    {
        LabelledCorpus corpus = Sentences.Labelled(["A b 12"]);
        Vocabulary tokens = Vocabulary.ForTokens(corpus, new VocabularySelection(Normalizer: new TokenNormalizer(true, true)));
        EncodedCorpus encoded = new(tokens);
        SentenceBuffer buffer = new();
        buffer.Add("a B 34 c");
        encoded.Add(buffer[0]);
        Assert.Equal([1, 2, 3, 0], encoded.TokensOf(0).ToArray());
    }

    [Fact]
    public void Features_of_spelling_follow_those_of_columns()
    {
        LabelledCorpus corpus = new(features: 1);
        foreach (string token in (string[])["Ab", "ab", "Ab"])
        {
            corpus.Add(token, "x");
            corpus.AddFeature(0, token.AsSpan(0, 1));
        }

        corpus.EndSentence();
        Vocabulary tokens = Vocabulary.ForTokens(corpus, new VocabularySelection()), column = Vocabulary.ForFeature(CorpusCounts.Of(corpus).Features[0]);
        WordFeatures spelling = WordFeatures.Of(new WordFeatureSelection(Shape: true, Affixes: 1), CorpusCounts.Of(corpus).Tokens, default);
        EncodedCorpus encoded = new(corpus, tokens, Vocabulary.ForLabels(corpus), features: [column], wordFeatures: spelling);
        Assert.Equal(4, encoded.Features);
        Assert.Equal([1, 2, 1], encoded.FeaturesOf(0, 0).ToArray());
        Assert.Equal([1, 0, 1], encoded.FeaturesOf(1, 0).ToArray());
        Assert.Equal([1, 1, 1], encoded.FeaturesOf(2, 0).ToArray());
        PackedBatch batch = new();
        batch.Fill(encoded, [0]);
        Assert.Equal([1, 2, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1], batch.FeatureIds.ToArray());
    }

    [Fact]
    public void Features_of_spelling_are_found_in_plain_tokens_and_again_after_clearing()
    {
        SymbolCounts counts = new();
        counts.AddWords("Ab Cb cd cd");
        WordFeatures spelling = WordFeatures.Of(new WordFeatureSelection(Shape: true, Affixes: 1), counts, default);
        EncodedCorpus corpus = new(Vocabulary.ForTokens(counts, new VocabularySelection()), wordFeatures: spelling);
        SentenceBuffer buffer = new();
        buffer.Add("Xd cd Xd");
        for (int time = 0; time < 2; time++)
        {
            corpus.Add(buffer[0]);
            corpus.Add(["cd"]);
            Assert.Equal([1, 2, 1], corpus.FeaturesOf(0, 0).ToArray());
            Assert.Equal([0, 1, 0], corpus.FeaturesOf(1, 0).ToArray());
            Assert.Equal([2, 2, 2], corpus.FeaturesOf(2, 0).ToArray());
            Assert.Equal([2], corpus.FeaturesOf(0, 1).ToArray());
            corpus.Clear();
        }

        Refill();
        Assert.Equal(0, AllocatedBytes.Of(Refill));

        void Refill()
        {
            corpus.ClearSentences();
            corpus.Add(buffer[0]);
        }
    }
}
