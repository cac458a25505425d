using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Batching;

/// <summary>Small corpora whose tokens are the letters a to z. Each letter is its own label, and ids follow the
/// alphabet.</summary>
internal static class Sentences
{
    private static readonly LabelledCorpus Alphabet = Labelled(
        [string.Join(" ", Enumerable.Range('a', 26).Select(letter => (char)letter))]);
    private static readonly Vocabulary Tokens = Vocabulary.ForTokens(Alphabet, new VocabularyOptions());
    private static readonly Vocabulary Labels = Vocabulary.ForLabels(Alphabet);

    public static LabelledCorpus Labelled(string[] sentences)
    {
        LabelledCorpus corpus = new();
        foreach (string sentence in sentences)
        {
            foreach (string token in sentence.Split(' '))
            {
                corpus.Add(token, token);
            }

            corpus.EndSentence();
        }

        return corpus;
    }

    public static EncodedCorpus Encoded(string[] sentences) => new(Labelled(sentences), Tokens, Labels);

    public static EncodedCorpus Unlabelled(params string[] sentences)
    {
        SentenceBuffer buffer = new();
        EncodedCorpus corpus = new(Tokens);
        for (int sentence = 0; sentence < sentences.Length; sentence++)
        {
            buffer.Add(sentences[sentence]);
            corpus.Add(buffer[sentence]);
        }

        return corpus;
    }

    public static EncodedCorpus Random(int count, Random random) =>
        Encoded(
            [.. Enumerable.Range(0, count).Select(_ => string.Join(" ", random.GetItems("abcdefghij".ToCharArray(), random.Next(1, 30))))]);

    /// <summary>The letters of token ids or label ids.</summary>
    public static string Spell(ReadOnlySpan<int> ids, bool areLabels = false) =>
        string.Concat(ids.ToArray().Select(id => areLabels ? Labels[id] : Tokens[id]));
}
