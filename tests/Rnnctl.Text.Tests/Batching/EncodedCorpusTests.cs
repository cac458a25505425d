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
}
