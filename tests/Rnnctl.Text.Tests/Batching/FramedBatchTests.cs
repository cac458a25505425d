using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Batching;

/// <summary>Whole sentences in both directions, and the rows of their words.</summary>
public sealed class FramedBatchTests
{
    private static readonly EncodedSentences Framed = Sentences([1, 11, 12, 2], [1, 13, 2], [1, 14, 15, 16, 2]);

    [Fact]
    public void Each_direction_reads_from_its_symbol_of_the_frame_and_predicts_to_the_other()
    {
        var batch = new FramedBatch(forward: true, backward: true);
        batch.Fill(Framed, [0, 1, 2]);
        Assert.Equal([2, 0, 1], batch.Order.ToArray());
        Assert.Equal([4, 3, 2], batch.Lengths.ToArray());
        Assert.Equal([1, 1, 1, 14, 11, 13, 15, 12, 16, 2, 2, 2, 16, 12, 13, 15, 11, 14], batch.TokenIds.ToArray());
        Assert.Equal([14, 11, 13, 15, 12, 2, 16, 2, 2, 16, 12, 13, 15, 11, 1, 14, 1, 1], batch.LabelIds.ToArray());
    }

    [Fact]
    public void A_whole_frame_is_read_to_its_end_where_nothing_is_predicted()
    {
        var batch = new FramedBatch(forward: true, backward: false);
        batch.Fill(Framed, [0, 1], wholeFrame: true);
        Assert.Equal([1, 1, 11, 13, 12, 2, 2], batch.TokenIds.ToArray());
        Assert.Equal([11, 13, 12, 2, 2, -1, -1], batch.LabelIds.ToArray());
    }

    [Fact]
    public void Windows_of_a_sentence_join_to_the_sentence()
    {
        FramedBatch whole = new(forward: true, backward: true), part = new(forward: true, backward: true);
        whole.Fill(Framed, [2]);
        int[] tokens = new int[8], labels = new int[8];
        foreach ((int first, int count) in new[] { (0, 3), (3, 1) })
        {
            part.FillWindow(Framed[2], first, count);
            Assert.Equal([count], part.Lengths.ToArray());
            for (int direction = 0; direction < 2; direction++)
            {
                part.TokenIds.Span.Slice(direction * count, count).CopyTo(tokens.AsSpan((direction * 4) + first));
                part.LabelIds.Slice(direction * count, count).CopyTo(labels.AsSpan((direction * 4) + first));
            }
        }

        Assert.Equal(whole.TokenIds.ToArray(), tokens);
        Assert.Equal(whole.LabelIds.ToArray(), labels);
    }

    [Fact]
    public void A_words_rows_are_those_of_its_last_symbol_forward_and_of_its_first_backward()
    {
        SymbolCounts characters = new();
        characters.AddCharacters("abc");
        var encoder = TextEncoder.OfCharacters(Vocabulary.ForCharacterSequences(characters, new VocabularySelection()));
        var words = new EncodedWords(encoder);
        words.Add([]);
        words.Add(["a", "b"]);
        words.Add(["abc", "c", "a"]);
        var batch = new FramedBatch(forward: true, backward: true);
        var rows = new WordRows();
        batch.Fill(words.Framed, [1, 2]);
        rows.Fill(words, batch, [1, 2]);
        Assert.Equal([2, 1], rows.Order.ToArray());

        // Forward <s> a b c _ c _ a and <s> a _ b; backward </s> a _ c _ c b a and </s> b _ a.
        Assert.Equal([6, 3, 9, 7, 11, 11, 7, 6, 3, 2], rows.Rows.ToArray());
    }

    [Fact]
    public void A_line_without_words_is_in_no_batch_or_has_only_its_frame()
    {
        var encoder = new TextEncoder(Vocabulary.ForSequences(new SymbolCounts(), new VocabularySelection()), subwords: null);
        EncodedWords skipped = new(encoder), framed = new(encoder) { FramesEmpty = true };
        skipped.Add([]);
        framed.Add([]);
        Assert.Empty(skipped.Framed[0].ToArray());
        Assert.Equal([1, 2], framed.Framed[0].ToArray());
    }

    private static EncodedSentences Sentences(params int[][] sentences)
    {
        var encoded = new EncodedSentences();
        foreach (int[] sentence in sentences) encoded.Add(sentence);
        return encoded;
    }
}
