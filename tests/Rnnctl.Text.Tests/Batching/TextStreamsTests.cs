using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Batching;

/// <summary>Text as a language model reads it: places between symbols, streams, windows.</summary>
public sealed class TextStreamsTests : IDisposable
{
    private const int Unknown = 0, Begin = 1, End = 2, A = 3, B = 4;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sentences_stand_between_their_symbols_and_blank_lines_are_skipped()
    {
        EncodedText text = Encode("a b\n\n  \t\nb <s> z\n", "a b a b\n");
        Assert.Equal([Begin, A, B, Begin, B, Unknown, Unknown], text.Left);
        Assert.Equal([A, B, End, B, Unknown, Unknown, End], text.Right);
        Assert.Equal((2, 5, 2, 7), (text.Sentences, text.Words, text.UnknownWords, text.Places));
    }

    [Fact]
    public void Words_of_all_files_are_counted_and_known_by_falling_count()
    {
        PlainText text = Read("b a a b\n", "a c\n");
        Assert.Equal(["b", "a", "c"], text.Symbols.Symbols);
        Assert.Equal([2, 3, 1], text.CountSymbols());
        Assert.Equal(["<unk>", "<s>", "</s>", "a", "b"], Vocabulary.ForSequences(text, new VocabularySelection(MinCount: 2)).Symbols);
    }

    [Theory]
    [InlineData("", "an empty file")]
    [InlineData("\n \n", "blank lines only")]
    public void A_file_without_a_sentence_is_refused(string content, string found)
    {
        string good = _folder.Write("good", "a\n"), bad = _folder.Write("bad", content);
        InputException failure = Assert.Throws<InputException>(() => PlainText.Read([good, bad]));
        Assert.Equal($"{bad}: expected sentences, one a line, found {found}", failure.Message);
    }

    [Fact]
    public void Windows_are_packed_steps_of_the_streams_in_both_directions()
    {
        // Seven places in two streams: the forward ones hold places 0 to 3 and 4 to 6, the backward ones 6 to 3 and 2 to 0.
        EncodedText text = Encode("a b\nb b z\n", "a b a b\n");
        var streams = new TextStreams(text, most: 2, window: 3);
        Assert.Equal((2, 2), (streams.Count, streams.Windows));
        var window = new StreamWindow();
        window.Fill(streams, 0, forward: true, backward: true);
        Assert.Equal([3, 3], window.Lengths);
        Assert.Equal([Begin, B, A, B, B, Unknown, End, End, Unknown, B, B, A], window.TokenIds);
        Assert.Equal([A, B, B, Unknown, End, End, Unknown, B, B, A, B, Begin], window.LabelIds);
        window.Fill(streams, 1, forward: true, backward: true);
        Assert.Equal([1], window.Lengths);
        Assert.Equal([Begin, B], window.TokenIds);
        Assert.Equal([B, Begin], window.LabelIds);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 3)]
    [InlineData(7, 35)]
    [InlineData(32, 2)]
    public void Every_place_is_read_once_in_each_direction_and_each_stream_in_order(int most, int steps)
    {
        EncodedText text = Encode(string.Concat(Enumerable.Range(0, 23).Select(n => $"w{n}\n")), string.Concat(Enumerable.Range(0, 23).Select(n => $"w{n}\n")));
        var streams = new TextStreams(text, most, steps);
        Assert.Equal(Math.Clamp(46 / steps, 1, most), streams.Count);
        var window = new StreamWindow();
        List<int>[] forward = Empty(streams.Count), backward = Empty(streams.Count);
        for (int number = 0; number < streams.Windows; number++)
        {
            window.Fill(streams, number, forward: true, backward: false);
            Collect(window, forward);
            window.Fill(streams, number, forward: false, backward: true);
            Collect(window, backward);
        }

        Assert.Equal(text.Left.ToArray(), forward.SelectMany(stream => stream));
        Assert.Equal(text.Right.ToArray().Reverse(), backward.SelectMany(stream => stream));
    }

    private static List<int>[] Empty(int streams) => [.. Enumerable.Range(0, streams).Select(_ => new List<int>())];

    private static void Collect(StreamWindow window, List<int>[] streams)
    {
        int row = 0;
        for (int step = 0; step < window.Lengths[0]; step++)
        {
            for (int stream = 0; stream < window.Lengths.Length; stream++)
            {
                if (window.Lengths[stream] > step) streams[stream].Add(window.TokenIds[row++]);
            }
        }
    }

    private PlainText Read(params string[] contents) => PlainText.Read([.. contents.Select((content, n) => _folder.Write($"text{n}", content))]);

    private EncodedText Encode(string text, string known) =>
        new(Read(text), new TextEncoder(Vocabulary.ForSequences(PlainText.Read([_folder.Write("known", known)]), new VocabularySelection()), null));
}
