using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Batching;

public sealed class PackedWordsTests
{
    private static readonly LabelledCorpus Alphabet = Sentences.Labelled(["abcde abcde ABCDE ABCDE"]);
    private static readonly Vocabulary Tokens = Vocabulary.ForTokens(Alphabet, new VocabularyOptions(Normalizer: new TokenNormalizer(true, false)));
    private static readonly Vocabulary Characters = Vocabulary.ForCharacters(Alphabet);

    [Fact]
    public void Each_distinct_word_of_a_batch_is_packed_once_longest_first()
    {
        PackedBatch batch = new();
        batch.Fill(Labelled("a bcd a", "ee", "bcd ee"), [0, 2]);
        Assert.Equal("abcdbcdeea", Written(batch));
        Assert.Equal(3, batch.Words.Count);
        Assert.Equal([3, 2, 1], batch.Words.Lengths.ToArray());
        Assert.Equal("beaced", string.Concat(batch.Words.CharacterIds.ToArray().Select(id => Characters[id])));
        Assert.Equal([2, 0, 0, 1, 2], batch.Words.WordOfToken.ToArray());
    }

    [Fact]
    public void Characters_of_words_are_not_normalised()
    {
        EncodedCorpus corpus = Labelled("Ab aB ab");
        PackedBatch batch = new();
        batch.Fill(corpus, [0]);
        Assert.Single(corpus.TokensOf(0).ToArray().Distinct());
        Assert.Equal("AbaBab", Written(batch));
        Assert.Equal(3, batch.Words.Count);
    }

    [Fact]
    public void Every_token_of_random_batches_has_its_word_with_and_without_labels()
    {
        Random random = new(22);
        string[] sentences = [.. Enumerable.Range(0, 60).Select(_ => Sentence(random))];
        EncodedCorpus labelled = Labelled(sentences), unlabelled = new(Tokens, Characters);
        SentenceBuffer buffer = new();
        PackedBatch batch = new();
        for (int time = 0; time < 5; time++)
        {
            unlabelled.Clear();
            foreach (string sentence in sentences)
            {
                buffer.Add(sentence);
                unlabelled.Add(buffer[buffer.Sentences - 1]);
            }

            int[] chosen = random.GetItems(Enumerable.Range(0, sentences.Length).ToArray(), random.Next(1, 30));
            foreach (EncodedCorpus corpus in (EncodedCorpus[])[labelled, unlabelled])
            {
                batch.Fill(corpus, chosen);
                Assert.Equal(Packed(chosen.Select(sentence => sentences[sentence].Split(' '))), Written(batch));
                Assert.Equal(chosen.SelectMany(sentence => sentences[sentence].Split(' ')).Distinct().Count(), batch.Words.Count);
            }
        }
    }

    [Fact]
    public void A_corpus_without_spellings_has_no_packed_words()
    {
        PackedBatch batch = new();
        batch.Fill(Labelled("ab cd"), [0]);
        batch.Fill(Sentences.Encoded(["a b"]), [0]);
        Assert.Equal(0, batch.Words.Count);
        Assert.Empty(batch.Words.WordOfToken.ToArray());
        Assert.Empty(batch.Words.CharacterIds.ToArray());
        batch.Fill(Labelled("ab cd"), []);
        Assert.Equal(0, batch.Words.Count);
    }

    [Fact]
    public void Filling_again_allocates_nothing()
    {
        Random random = new(23);
        EncodedCorpus corpus = Labelled([.. Enumerable.Range(0, 60).Select(_ => Sentence(random))]);
        int[] all = [.. Enumerable.Range(0, 60)];
        PackedBatch batch = new();
        batch.Fill(corpus, all);
        Assert.Equal(0, AllocatedBytes.Of(() => batch.Fill(corpus, all)));
    }

    private static string Sentence(Random random) => string.Join(
        ' ', Enumerable.Range(0, random.Next(1, 9)).Select(_ => string.Concat(random.GetItems("abcABC".ToCharArray(), random.Next(1, 6)))));

    private static EncodedCorpus Labelled(params string[] sentences)
    {
        LabelledCorpus corpus = Sentences.Labelled(sentences);
        return new EncodedCorpus(corpus, Tokens, Vocabulary.ForLabels(corpus), Characters);
    }

    /// <summary>The tokens of a batch, read from the packed characters of their words.</summary>
    private static string Written(PackedBatch batch) => string.Concat(batch.Words.WordOfToken.ToArray().Select(word => Word(batch.Words, word)));

    private static string Word(PackedWords words, int place)
    {
        int row = place;
        string word = "";
        for (int step = 0; step < words.Lengths[place]; step++)
        {
            word += Characters[words.CharacterIds[row]];
            row += words.Lengths.ToArray().Count(length => length > step);
        }

        return word;
    }

    /// <summary>The tokens of sentences in packed order.</summary>
    private static string Packed(IEnumerable<string[]> sentences)
    {
        string[][] sorted = [.. sentences.OrderByDescending(sentence => sentence.Length)];
        return string.Concat(Enumerable.Range(0, sorted[0].Length).SelectMany(step => sorted.Where(one => one.Length > step).Select(one => one[step])));
    }
}
