using CsCheck;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Batching;

/// <summary>Text as a language model reads it: places between symbols, streams, windows.</summary>
public sealed class TextStreamsTests : IDisposable
{
    private const int Unknown = 0, Begin = 1, End = 2, A = 3, B = 4;

    private static readonly Gen<int[]> Lengths = Gen.Int[0, 6].Array[1, 40].Where(lengths => lengths.Any(length => length > 0));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sentences_stand_between_their_symbols_and_blank_lines_are_skipped()
    {
        EncodedText text = Encode("a b\n\n  \t\nb <s> z\n", "a b a b\n");
        (List<int> left, List<int> right) = ReadWhole(text);
        Assert.Equal([Begin, A, B, Begin, B, Unknown, Unknown], left);
        Assert.Equal([A, B, End, B, Unknown, Unknown, End], right);
        Assert.Equal((2, 5, 2, 7), (text.Sentences, text.Words, text.UnknownWords, text.Places));
    }

    [Fact]
    public void Words_of_all_files_are_counted_and_known_by_falling_count()
    {
        PlainText text = Files("b a a b\n", "a c\n");
        Assert.Equal(["<unk>", "<s>", "</s>", "a", "b"], Vocabulary.ForSequences(text, new VocabularySelection(MinCount: 2)).Symbols);
        Assert.Equal(["<unk>", "<s>", "</s>", "<space>", "a", "b"], Vocabulary.ForCharacterSequences(text, new VocabularySelection(MaxSize: 2)).Symbols);
    }

    [Theory]
    [InlineData("", "an empty file")]
    [InlineData("\n \n", "blank lines only")]
    public void A_file_without_a_sentence_is_refused(string content, string found)
    {
        PlainText text = Files("a\n", content);
        string message = $"{_folder["text1"]}: expected sentences, one a line, found {found}";
        Assert.Equal(message, Assert.Throws<InputException>(() => Vocabulary.ForSequences(text, new VocabularySelection())).Message);
        Assert.Equal(message, Assert.Throws<InputException>(() => new EncodedText(text, WordsOf("a\n"))).Message);
    }

    [Fact]
    public void Windows_are_packed_steps_of_the_streams_in_both_directions()
    {
        // Seven places in two streams: the forward ones hold places 0 to 3 and 4 to 6, the backward ones 6 to 3 and 2 to 0.
        EncodedText text = Encode("a b\nb b z\n", "a b a b\n");
        using var streams = new TextStreams(text, most: 2, window: 3);
        Assert.Equal((2, 2), (streams.Count, streams.Windows));
        var window = new StreamWindow();
        window.Fill(streams, 0, Range.All, forward: true, backward: true);
        Assert.Equal([3, 3], window.Lengths);
        Assert.Equal([Begin, B, A, B, B, Unknown, End, End, Unknown, B, B, A], window.TokenIds);
        Assert.Equal([A, B, B, Unknown, End, End, Unknown, B, B, A, B, Begin], window.LabelIds);
        window.Fill(streams, 1, Range.All, forward: true, backward: true);
        Assert.Equal([1], window.Lengths);
        Assert.Equal([Begin, B], window.TokenIds);
        Assert.Equal([B, Begin], window.LabelIds);
    }

    [Fact]
    public void Every_place_is_read_once_in_each_direction_with_its_neighbours_in_whole_blocks() =>
        Gen.Select(Lengths, Lengths, Gen.Int[1, 12], Gen.Int[1, 9], Gen.Int[1, 40], Gen.Bool, Gen.Bool).Check(drawn =>
        {
            (int[] first, int[] second, int most, int steps, int block, bool kept, bool shuffled) = drawn;

            // Every word is another one, so that a symbol tells its place.
            int word = 0;
            string[] contents = [LinesOf(first), LinesOf(second)];
            TextEncoder encoder = WordsOf(string.Concat(contents));
            var text = new EncodedText(Files(contents), encoder, block, kept ? int.MaxValue : 0);
            using var streams = new TextStreams(text, most, steps);
            if (shuffled) streams.Shuffle(new Random(1));
            (List<int> Tokens, List<int> Labels)[] forward = Read(streams, reversed: false), backward = Read(streams, reversed: true);
            (List<int> left, List<int> right) = (Join(forward, one => one.Tokens), Join(forward, one => one.Labels));
            Assert.Equal(left, Join(backward, one => one.Labels).AsEnumerable().Reverse());
            Assert.Equal(right, Join(backward, one => one.Tokens).AsEnumerable().Reverse());

            List<(int[] Left, int[] Right)> blocks = [.. contents.SelectMany(content => NaiveBlocks(content, encoder.Vocabulary, block))];
            List<(int[] Left, int[] Right)> read = [];
            for (int place = 0; place < right.Count; place += read[^1].Right.Length)
            {
                (int[] Left, int[] Right) found = blocks.Single(one => one.Right[0] == right[place]);
                Assert.Equal(found.Left, left.Skip(place).Take(found.Left.Length));
                Assert.Equal(found.Right, right.Skip(place).Take(found.Right.Length));
                read.Add(found);
            }

            Assert.Equal(blocks.Count, read.Distinct().Count());
            if (!shuffled) Assert.Equal(blocks, read);

            string LinesOf(int[] lengths) => string.Concat(lengths.Select(length => LineOf(length) + "\n"));

            string LineOf(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => $" w{word++}"));
        });

    [Fact]
    public void An_order_follows_from_its_random_numbers_alone()
    {
        EncodedText text = ManySentences(mostKept: 0);
        using TextStreams streams = new(text, most: 3, window: 5), others = new(text, most: 3, window: 5);
        streams.Shuffle(new Random(7));
        streams.Shuffle(new Random(8));
        others.Shuffle(new Random(8));
        Assert.Equal(Join(Read(streams, false), one => one.Labels), Join(Read(others, false), one => one.Labels));
        others.Shuffle(new Random(7));
        Assert.NotEqual(Join(Read(streams, false), one => one.Labels), Join(Read(others, false), one => one.Labels));
    }

    [Fact]
    public void A_window_is_the_same_whichever_was_read_before_it()
    {
        using TextStreams streams = new(ManySentences(mostKept: 0), most: 4, window: 7), others = new(ManySentences(), most: 4, window: 7);
        StreamWindow window = new(), other = new();
        for (int number = streams.Windows - 1; number >= 0; number--)
        {
            window.Fill(streams, number, Range.All, forward: true, backward: true);
            foreach (int before in (int[])[0, number / 2, number]) other.Fill(others, before, Range.All, forward: true, backward: true);
            Assert.Equal(other.TokenIds, window.TokenIds);
            Assert.Equal(other.LabelIds, window.LabelIds);
        }
    }

    [Fact]
    public void Reading_from_files_allocates_nothing_in_steady_state()
    {
        using TextStreams streams = new(ManySentences(mostKept: 0), most: 4, window: 7);
        var window = new StreamWindow();
        ReadAll();
        ReadAll();
        Assert.Equal(0, Enumerable.Range(0, 3).Min(_ => AllocatedBytes.Of(ReadAll)));

        void ReadAll()
        {
            for (int number = 0; number < streams.Windows; number++) window.Fill(streams, number, Range.All, forward: true, backward: true);
        }
    }

    [Fact]
    public void A_line_of_a_million_words_is_one_block_that_all_streams_share()
    {
        PlainText line = Files(string.Concat(Enumerable.Repeat("a b b b ", 250_000)));
        var text = new EncodedText(line, WordsOf("a b a b\n"), mostKept: 0);
        using var streams = new TextStreams(text, most: 32, window: 35);
        Assert.Equal((1_000_001, 32), (text.Places, streams.Count));
        (List<int> Tokens, List<int> Labels)[] forward = Read(streams, reversed: false);
        Assert.Equal(750_000, forward.Sum(stream => stream.Labels.Count(symbol => symbol == B)));
    }

    [Theory]
    [InlineData("a b\na\nb b b\n", "a b\na\nb b b\nb\n")]
    [InlineData("a b\na\nb b b\n", "a b\na b b b\n")]
    public void A_file_that_changed_is_refused(string before, string after)
    {
        var text = new EncodedText(Files(before), WordsOf(before), block: 1, mostKept: 0);
        using var streams = new TextStreams(text, most: 1, window: 100);
        File.WriteAllText(_folder["text0"], after);
        var failure = Assert.Throws<InputException>(() => new StreamWindow().Fill(streams, 0, Range.All, forward: true, backward: true));
        Assert.Equal($"{_folder["text0"]}: the file has changed since this run first read it", failure.Message);
    }

    [Fact]
    public void A_mark_and_line_ends_of_other_systems_do_not_move_blocks()
    {
        string content = "\ufeffa b\r\n\r\nb\r\na a b";
        TextEncoder encoder = WordsOf("a b b\n");
        EncodedText kept = new(Files(content), encoder, block: 1), read = new(Files(content), encoder, block: 1, mostKept: 0);
        Assert.Equal(ReadWhole(kept).Right, ReadWhole(read).Right);
        Assert.Equal((9, 3, kept.Digest), (read.Places, read.Sentences, read.Digest));
    }

    private static List<int> Join((List<int> Tokens, List<int> Labels)[] streams, Func<(List<int> Tokens, List<int> Labels), List<int>> side) =>
        [.. streams.SelectMany(side)];

    private static (List<int> Left, List<int> Right) ReadWhole(EncodedText text)
    {
        using var streams = new TextStreams(text, most: 1, window: 100);
        return Read(streams, reversed: false)[0];
    }

    /// <summary>The tokens and labels of each stream.</summary>
    private static (List<int> Tokens, List<int> Labels)[] Read(TextStreams streams, bool reversed)
    {
        (List<int> Tokens, List<int> Labels)[] read = [.. Enumerable.Range(0, streams.Count).Select(_ => (new List<int>(), new List<int>()))];
        var window = new StreamWindow();
        for (int number = 0; number < streams.Windows; number++)
        {
            window.Fill(streams, number, Range.All, forward: !reversed, backward: reversed);
            int row = 0;
            for (int step = 0; step < window.Lengths[0]; step++)
            {
                for (int stream = 0; stream < window.Lengths.Length; stream++)
                {
                    if (window.Lengths[stream] <= step) continue;
                    read[stream].Tokens.Add(window.TokenIds[row]);
                    read[stream].Labels.Add(window.LabelIds[row++]);
                }
            }

            Assert.Equal(window.Tokens, row);
        }

        return read;
    }

    /// <summary>Whole sentences until there are enough places.</summary>
    private static IEnumerable<(int[] Left, int[] Right)> NaiveBlocks(string content, Vocabulary vocabulary, int least)
    {
        List<int> left = [], right = [];
        foreach (string line in content.Split('\n').Append(null!))
        {
            if (right.Count >= least || (line is null && right.Count > 0))
            {
                yield return ([.. left], [.. right]);
                left.Clear();
                right.Clear();
            }

            int[] words = [.. (line ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => vocabulary.Find(word))];
            if (words.Length == 0) continue;
            left.AddRange([Begin, .. words]);
            right.AddRange([.. words, End]);
        }
    }

    private TextEncoder WordsOf(string known) =>
        new(Vocabulary.ForSequences(PlainText.Of([_folder.Write("known", known)]), new VocabularySelection()), subwords: null);

    private EncodedText ManySentences(int mostKept = EncodedText.MostKept)
    {
        string content = string.Concat(Enumerable.Range(0, 60).Select(n => $"w{n} x w{(7 * n) % 60}\n"));
        return new EncodedText(Files(content), WordsOf(content), block: 10, mostKept);
    }

    private PlainText Files(params string[] contents) => PlainText.Of([.. contents.Select((content, n) => _folder.Write($"text{n}", content))]);

    private EncodedText Encode(string text, string known) => new(Files(text), WordsOf(known));
}
