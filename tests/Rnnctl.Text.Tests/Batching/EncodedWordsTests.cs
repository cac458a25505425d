using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Batching;

/// <summary>Sentences of words for a language model that reads their characters.</summary>
public sealed class EncodedWordsTests
{
    [Fact]
    public void Words_of_an_endless_input_do_not_pile_up()
    {
        SymbolCounts counts = new();
        counts.Add("known");
        Vocabulary vocabulary = Vocabulary.ForSequences(counts, new VocabularySelection());
        var sentences = new EncodedWords(new TextEncoder(vocabulary, subwords: null), new WrittenWords(vocabulary, widest: 3));
        var batch = new FramedBatch(forward: true, backward: false, sentences.Written);
        for (int portion = 0; portion < 100; portion++)
        {
            string unknown = $"word{portion}";
            sentences.Clear();
            sentences.Add([unknown, "known", unknown]);
            Assert.Equal(5, sentences.Written!.Spellings.Count);
            batch.Fill(sentences.Framed, [0]);
            Assert.Equal([Vocabulary.BeginId, vocabulary.UnknownId, vocabulary.Find("known"), vocabulary.UnknownId], batch.TokenIds.ToArray());
            var spelled = WordSpellings.OfBytes(widest: 3);
            spelled.Add(unknown);
            Assert.Equal(spelled[0].ToArray(), sentences.Written.Spellings[3].ToArray());
        }
    }
}
