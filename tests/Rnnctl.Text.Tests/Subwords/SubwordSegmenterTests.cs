using Rnnctl.Text.Subwords;

namespace Rnnctl.Text.Tests.Subwords;

public sealed class SubwordSegmenterTests : IDisposable
{
    private const string Codes = "#version: 0.2\nl o\nlo w</w>\ne r</w>\nw e\nlo we\nn e\nne we\nnewe s\nnewes t</w>\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// Written by subword-nmt 0.3.9: <c>subword-nmt apply-bpe -c codes [--vocabulary counts --vocabulary-threshold 5] [--glossaries new 'l\w']</c>.
    /// </summary>
    [Fact]
    public void Segments_are_those_of_subword_nmt()
    {
        BytePairEncoding codes = Encoding();
        Assert.Equal("low lo@@ w@@ er newest w@@ i@@ d@@ e@@ s@@ t", new SubwordSegmenter(codes, new()).Apply("low lower newest widest"));
        string counts = _folder.Write("counts", "low 10\nlo@@ 4\nl@@ 9\no@@ 9\nwe@@ 6\ner 7\nne@@ 8\nnewest 2\nwes@@ 7\nt 5\ns@@ 5\n");
        var known = new SubwordSegmenter(codes, new() { Vocabulary = SegmentationOptions.ReadVocabulary(counts, 5) });
        Assert.Equal("low l@@ o@@ w@@ er ne@@ we@@ s@@ t", known.Apply("low lower newest"));
        var all = new SubwordSegmenter(codes, new() { Vocabulary = SegmentationOptions.ReadVocabulary(counts, null) });
        Assert.Equal("low lo@@ w@@ er newest", all.Apply("low lower newest"));
        var glossary = new SubwordSegmenter(codes, new() { Glossary = [new GlossaryEntry("new"), new GlossaryEntry(@"l\w")] });
        Assert.Equal("lo@@ w lo@@ w@@ er new@@ e@@ s@@ t w@@ i@@ d@@ e@@ s@@ t new", glossary.Apply("low lower newest widest new"));
    }

    [Fact]
    public void Dropout_of_zero_and_one_are_the_usual_segments_and_characters()
    {
        Assert.Equal("low newest", new SubwordSegmenter(Encoding(), new() { Dropout = 1e-12 }).Apply("low newest"));
        Assert.Equal("l@@ o@@ w n@@ e@@ w@@ e@@ s@@ t", new SubwordSegmenter(Encoding(), new() { Dropout = 1 }).Apply("low newest"));
    }

    [Fact]
    public void Dropout_depends_on_the_seed_and_leaves_the_text_as_it_is()
    {
        string line = string.Join(' ', Enumerable.Repeat("low lower newest", 200));
        string Segmented(int seed) => new SubwordSegmenter(Encoding(), new() { Dropout = 0.3, Seed = seed }).Apply(line);
        string[] segmented = [Segmented(1), Segmented(1), Segmented(2)];
        Assert.Equal(segmented[0], segmented[1]);
        Assert.NotEqual(segmented[0], segmented[2]);
        Assert.All(segmented, text => Assert.Equal(line, SubwordSegmenter.Join(text)));

        // "low" stays whole if neither "l o" at the first step nor "lo w</w>" at the second is left out: 0.7².
        int whole = segmented[2].Split(' ').Count(segment => segment == "low");
        Assert.InRange(whole / 200.0, 0.49 - 0.11, 0.49 + 0.11);
    }

    [Fact]
    public void Columns_and_blank_lines_stay()
    {
        var segmenter = new SubwordSegmenter(Encoding(), new());
        Assert.Equal("", segmenter.Apply(" "));
        Assert.Equal("\t", segmenter.Apply("\t"));
        Assert.Equal("lo@@ w@@ er\tnewest", segmenter.Apply("lower \t newest"));
        Assert.Equal("", SubwordSegmenter.Join(""));
        Assert.Equal("lower\tnewest low", SubwordSegmenter.Join("lo@@ w@@ er\tnewest low"));
        Assert.Equal("lo", SubwordSegmenter.Join("lo@@"));
    }

    [Fact]
    public void Line_without_a_count_is_refused()
    {
        string path = _folder.Write("counts", "low 10\nlo@@\n");
        InputException mistake = Assert.Throws<InputException>(() => SegmentationOptions.ReadVocabulary(path, 5));
        Assert.Equal($"{path}:2: expected a segment and its count, found 'lo@@'", mistake.Message);
    }

    private BytePairEncoding Encoding() => BytePairEncoding.Read(_folder.Write("codes", Codes));
}
