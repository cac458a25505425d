using Rnnctl.Text.Subwords;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Subwords;

public sealed class BytePairEncodingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The dictionary of the paper's algorithm 1, and what subword-nmt at commit 92d6139 learns from it: learn_bpe.py --dict-input -s 20
    // (it prints "no pair has frequency >= 2" after these), and what apply_bpe.py -c makes of it.
    [Fact]
    public void The_papers_dictionary_is_learned_and_segmented_as_in_subword_nmt()
    {
        BytePairEncoding subwords = BytePairEncoding.Learn([("low", 5), ("lower", 2), ("newest", 6), ("widest", 3)], 20);
        string[] merges =
        [
            "s t</w>", "e st</w>", "l o", "w est</w>", "n e", "ne west</w>", "lo w</w>", "w i", "wi d", "wid est</w>", "w e", "we r</w>", "lo wer</w>",
        ];
        Assert.Equal(["#version: 0.2", .. merges], subwords.Lines);
        Assert.Equal(13, subwords.MergeCount);
        Assert.Equal("lo@@ west ne@@ wer wid@@ e low l lo@@ w@@ \u00A0@@ e@@ r", Segmented(subwords, "lowest newer wide low l low\u00A0er"));
    }

    // learn_bpe.py -s 40 and apply_bpe.py of the same commit. Four pairs appear twice: the one with U+1F600 comes before the one with U+FF01,
    // by code point, though its UTF-16 units are smaller.
    [Fact]
    public void Characters_and_ties_are_ordered_by_code_point_as_in_subword_nmt()
    {
        SymbolCounts words = CountsOf(
            "der mann und der hund laufen über die straße 😀😀 ！！",
            "ein hund und ein mann sitzen auf einer straße 😀😀 ！！",
            "die männer laufen und die hunde sitzen ！😀 ！😀 😀！ 😀！");
        string[] merges =
        [
            "u n", "un d</w>", "e r</w>", "e n</w>", "i e</w>", "e i", "d ie</w>", "a u", "😀 😀</w>", "😀 ！</w>", "！ 😀</w>", "！ ！</w>",
            "ß e</w>", "z en</w>", "t zen</w>", "t r", "tr a", "tra ße</w>", "s traße</w>", "s i", "si tzen</w>", "n n</w>", "n er</w>", "m a",
            "ma nn</w>", "l au", "lau f", "lauf en</w>", "h und</w>", "ei n</w>", "d er</w>",
        ];
        BytePairEncoding subwords = BytePairEncoding.Learn(words.Entries, 40);
        Assert.Equal(merges, subwords.Lines.Skip(1));
        Assert.Equal(
            "die h@@ ü@@ n@@ d@@ i@@ n si@@ t@@ z@@ t und der h@@ un@@ d@@ e laufen ma@@ n@@ n@@ s@@ c@@ h@@ a@@ f@@ t 😀@@ 😀😀 ！😀 b",
            Segmented(subwords, "die hündin sitzt und der hunde laufen mannschaft 😀😀😀 ！😀 b"));
    }

    [Theory]
    [InlineData(1, "ab", 12)]
    [InlineData(2, "a", 40)]
    [InlineData(3, "aaaab-", 60)]
    [InlineData(4, "abcdefgh", 9)]
    [InlineData(5, "aé我😀\uE000！\U00020000\\.*", 8)]
    public void Random_words_are_learned_and_segmented_as_by_the_naive_algorithm(int seed, string alphabet, int longest)
    {
        for (int text = 0; text < 8; text++)
        {
            Random random = new(1000 * seed + text);
            List<(string Word, long Count)> words = RandomWords(random, alphabet, longest, 40);
            BytePairEncoding subwords = BytePairEncoding.Learn(words, 80);
            string[] merges = [.. NaiveMerges.Learn(words, 80)];
            Assert.Equal(merges, subwords.Lines.Skip(1));
            Assert.Equal(merges, BytePairEncoding.Learn(Enumerable.Reverse(words), 80).Lines.Skip(1));
            foreach ((string word, _) in words.Concat(RandomWords(random, alphabet + "new", longest, 40)))
                Assert.Equal(NaiveMerges.Segment(word, merges), SegmentsOf(subwords, word));
        }
    }

    [Fact]
    public void Joined_segments_are_the_words()
    {
        Random random = new(6);
        List<(string Word, long Count)> words = RandomWords(random, "abc@😀<w/>", 10, 60);
        BytePairEncoding subwords = BytePairEncoding.Learn(words, 50);
        string line = string.Join(' ', words.Concat(RandomWords(random, "abcx", 10, 60)).Select(word => word.Word));
        Assert.NotEqual(line, Segmented(subwords, line));
        Assert.Equal(line, BytePairEncoding.Join(Segmented(subwords, line).Split(' ')));
    }

    // subword-nmt writes at@@ as one segment, which is then joined to the next word.
    [Theory]
    [InlineData("foo@@ bar", "foo@@@ @ bar")]
    [InlineData("at@@", "a@@ t@@ @@@ @")]
    [InlineData("@@ @ @@@ x", "@@@ @ @ @@@@ @ x")]
    [InlineData("x@ @@x", "x@@ @ @@@ @@@ x")]
    public void A_word_that_ends_like_a_segment_comes_back_as_it_was(string line, string segments)
    {
        BytePairEncoding subwords = BytePairEncoding.Learn([("foo@@", 5), ("bar", 5), ("@@@", 2)], 30);
        Assert.Equal(segments, Segmented(subwords, line));
        Assert.Equal(line, BytePairEncoding.Join(segments.Split(' ')));
    }

    [Theory]
    [InlineData(1, "ab")]
    [InlineData(2, "abc@")]
    [InlineData(3, "a</w>")]
    public void Merges_in_any_order_are_applied_as_by_the_naive_loop(int seed, string alphabet)
    {
        Random random = new(seed);
        for (int round = 0; round < 15; round++)
        {
            List<(string Word, long Count)> words = RandomWords(random, alphabet, 30, 20);
            string[] merges = [.. NaiveMerges.Learn(words, 30)];
            random.Shuffle(merges);
            BytePairEncoding subwords = BytePairEncoding.Of(["#version: 0.2", .. merges], "merges");
            foreach ((string word, _) in words.Where(word => !word.Word.EndsWith("@@", StringComparison.Ordinal)))
                Assert.Equal(NaiveMerges.SegmentByRank(word, merges), SegmentsOf(subwords, word));
        }
    }

    // With the naive loop this takes minutes.
    [Fact]
    public void A_word_of_a_hundred_thousand_characters_is_learnt_and_segmented()
    {
        Random random = new(7);
        string word = string.Concat(Enumerable.Range(0, 100_000).Select(_ => "abcdefgh"[random.Next(8)]));
        BytePairEncoding subwords = BytePairEncoding.Learn([(word, 1)], 300);
        Assert.Equal(300, subwords.MergeCount);
        List<string> segments = SegmentsOf(subwords, word);
        Assert.InRange(segments.Count, 20_000, 50_000);
        Assert.Equal(word, BytePairEncoding.Join(segments));
    }

    [Theory]
    [InlineData("a b", "a", "b")]
    [InlineData("ab c", "a@@", "b", "c")]
    [InlineData("a b", "a", "b@@")]
    [InlineData("", "@@")]
    [InlineData("")]
    public void Segments_are_joined_at_their_marks(string text, params string[] segments) => Assert.Equal(text, BytePairEncoding.Join(segments));

    // If a text contains </w> itself, a symbol can be built in two ways, and a merged pair can come again.
    [Fact]
    public void No_merge_is_learned_twice()
    {
        (string Word, long Count)[] words = [("ba", 300), ("</w>z", 100), ("a</w>d", 30), ("a</w>e", 30), ("ba</w>c", 2)];
        string[] merges = [.. BytePairEncoding.Learn(words, 40).Lines.Skip(1)];
        Assert.Equal("b a</w>", merges[0]);
        Assert.Equal(merges, merges.Distinct());
        Assert.Equal(NaiveMerges.Learn(words, 40).Distinct(), merges);
        Assert.NotEqual(NaiveMerges.Learn(words, 40), merges);
        for (int count = 0; count <= merges.Length; count++)
            Assert.Equal(merges.Take(count), BytePairEncoding.Learn(words, count).Lines.Skip(1));
    }

    [Fact]
    public void Few_or_no_words_give_few_or_no_merges()
    {
        Assert.Equal(["#version: 0.2"], BytePairEncoding.Learn([], 5).Lines);
        Assert.Equal(["#version: 0.2"], BytePairEncoding.Learn([("abc", 1), ("d", 9)], 5).Lines);
        Assert.Equal(["#version: 0.2"], BytePairEncoding.Learn([("abc", 9)], 0).Lines);
        Assert.Equal(["#version: 0.2", "b c</w>", "a bc</w>"], BytePairEncoding.Learn([("abc", 2)], 5).Lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData(" a")]
    public void A_word_that_is_empty_or_has_blanks_is_an_error(string word) => Assert.Throws<ArgumentException>(() => BytePairEncoding.Learn([(word, 2)], 1));

    [Fact]
    public void A_known_word_allocates_nothing()
    {
        BytePairEncoding subwords = BytePairEncoding.Learn([("low", 5), ("lower", 2)], 2);
        char[] word = "lowest".ToCharArray();
        List<string> segments = new(10_000);
        subwords.Segment(word, segments);
        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            for (int time = 0; time < 1000; time++) subwords.Segment(word, segments);
        }));
        Assert.Equal(1001, segments.Count(segment => segment == "lo@@"));
    }

    [Fact]
    public void A_file_of_merges_round_trips()
    {
        BytePairEncoding written = BytePairEncoding.Learn([("low", 5), ("lower", 2), ("newest", 6)], 4);
        using StringWriter text = new();
        written.Write(text);
        Assert.Equal("#version: 0.2\nw e\nl o\nwe s\nwes t</w>\n", text.ToString());
        BytePairEncoding read = BytePairEncoding.Read(_folder.Write("merges.txt", text.ToString()));
        Assert.Equal(written.Lines, read.Lines);
        Assert.Equal(written.Lines, BytePairEncoding.Of(read.Lines, "source.merges.txt").Lines);
        Assert.Equal(written.Lines, BytePairEncoding.Read(_folder.Write("crlf.txt", text.ToString().Replace("\n", "\r\n", StringComparison.Ordinal))).Lines);
        Assert.Equal("n@@ e@@ west lo@@ w", Segmented(read, "newest low"));
    }

    [Theory]
    [InlineData("", "m.txt: expected '#version: 0.2' and a merge a line, found an empty file")]
    [InlineData("#version: 0.1\na b\n", "m.txt:1: expected '#version: 0.2', found '#version: 0.1'")]
    [InlineData("#version: 0.2 byte\na b\n", "m.txt:1: expected '#version: 0.2', found '#version: 0.2 byte'")]
    [InlineData("a b\nc d\n", "m.txt:1: expected '#version: 0.2', found 'a b', the start of merges of version 0.1")]
    [InlineData("#version: 0.2\na b\nabc\n", "m.txt:3: expected two symbols with a blank between them, found 'abc'")]
    [InlineData("#version: 0.2\na b c\n", "m.txt:2: expected two symbols with a blank between them, found 'a b c'")]
    [InlineData("#version: 0.2\na  b\n", "m.txt:2: expected two symbols with a blank between them, found 'a  b'")]
    [InlineData("#version: 0.2\n\na b\n", "m.txt:2: expected two symbols with a blank between them, found ''")]
    [InlineData("#version: 0.2\na b\n\n\nc d\n\n", "m.txt:3: expected two symbols with a blank between them, found ''")]
    public void A_malformed_file_is_an_error_with_its_place(string text, string message)
    {
        InputException error = Assert.Throws<InputException>(() => BytePairEncoding.Read(_folder.Write("m.txt", text)));
        Assert.Equal(message, error.Message.Replace(_folder.Root + "/", "", StringComparison.Ordinal));
        Assert.Equal(message.Contains(":1: ", StringComparison.Ordinal), error.Hint is not null);
    }

    // subword-nmt's apply_bpe.py: read().rstrip('\n'), and "only consider first instance".
    [Theory]
    [InlineData("#version: 0.2\na b\nc d\na b\n")]
    [InlineData("#version: 0.2\na b\nc d\n\n\n")]
    [InlineData("#version: 0.2\r\na b\r\nc d\r\nc d\r\n\r\n")]
    public void Repeated_merges_and_empty_last_lines_are_read_as_by_subword_nmt(string text) =>
        Assert.Equal(["#version: 0.2", "a b", "c d"], BytePairEncoding.Read(_folder.Write("m.txt", text)).Lines);

    [Fact]
    public void A_file_that_is_not_utf8_or_missing_is_an_error()
    {
        string path = _folder.Write("m.txt", [.. "#version: 0.2\na b\n"u8, 0xFF, (byte)' ', (byte)'a', (byte)'\n']);
        InputException error = Assert.Throws<InputException>(() => BytePairEncoding.Read(path));
        Assert.Equal($"{path}:3: expected UTF-8 text, found the byte 0xFF at column 1", error.Message);
        error = Assert.Throws<InputException>(() => BytePairEncoding.Read(_folder["gone.txt"]));
        Assert.Equal($"{_folder["gone.txt"]}: no such file", error.Message);
    }

    private static string Segmented(BytePairEncoding subwords, string line) =>
        string.Join(' ', line.Split(' ').SelectMany(word => SegmentsOf(subwords, word)));

    private static List<string> SegmentsOf(BytePairEncoding subwords, string word)
    {
        List<string> segments = [];
        subwords.Segment(word, segments);
        return segments;
    }

    private static SymbolCounts CountsOf(params string[] lines)
    {
        SymbolCounts counts = new();
        foreach (string line in lines) counts.AddWords(line);
        return counts;
    }

    private static List<(string Word, long Count)> RandomWords(Random random, string alphabet, int longest, int number)
    {
        string[] characters = [.. alphabet.EnumerateRunes().Select(rune => rune.ToString())];
        return [.. Enumerable.Range(0, number).Select(_ => (Word(), (long)random.Next(1, 6)))];

        string Word() => string.Concat(Enumerable.Range(0, random.Next(1, longest + 1)).Select(_ => characters[random.Next(characters.Length)]));
    }
}
