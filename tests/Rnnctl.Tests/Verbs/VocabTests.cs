using System.Text;
using System.Text.Json;
using Rnnctl.Tests.BadInput;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Tests.Verbs;

public sealed class VocabTests : IDisposable
{
    // A text with the words of the example in Sennrich et al. 2016.
    private const string Text = "low low lower newest newest newest widest\n\nlow newest newest widest Low\nlow lower newest widest 1 2\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Vocabulary_has_the_special_symbols_first_and_then_the_words_of_all_files()
    {
        string first = _folder.Write("first.txt", "b a b\n\n");
        string second = _folder.Write("second.txt", "c b  a d\n");
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("vocab", first, second, "--output", _folder["words"], "--min-count", "1", "--max-vocab", "3"));
        Assert.Equal("<unk>\n<s>\n</s>\nb\na\nc\n", File.ReadAllText(_folder["words/vocab.txt"]));
        Assert.Equal(["vocab.json", "vocab.txt"], TemporaryFolder.FilesIn(_folder["words"]).Order());
        Assert.Equal("read 3 lines, 7 words, 4 of them different", tool.ErrorLines[0]);
        Assert.Matches($"^done: 6 symbols, in {_folder["words"]}; [0-9.]+ s$", tool.ErrorLines[1]);
        Assert.Empty(tool.Output);
        Assert.Equal(["a", "b", "<unk>"], Decoded("words", "a b d"));
    }

    [Fact]
    public void Merges_are_learned_written_and_applied()
    {
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("vocab", _folder.Write("text.txt", Text), "-o", _folder["bpe"], "--bpe", "4", "--lowercase", "--digits-to-zero"));
        Assert.Equal("#version: 0.2\ns t</w>\ne st</w>\nl o\nw est</w>\n", File.ReadAllText(_folder["bpe/merges.txt"]));
        Assert.Equal("<unk> <s> </s> e@@ lo@@ n@@ west w w@@ i@@ d@@ est r 0", string.Join(' ', File.ReadLines(_folder["bpe/vocab.txt"])));
        Assert.Equal("learned 4 merges", tool.ErrorLines[1]);
        Assert.Equal(["newer", "low", "0"], Decoded("bpe", "NEWER low 7"));
    }

    [Fact]
    public void Result_does_not_depend_on_the_order_of_the_lines()
    {
        string[] lines = Text.Split('\n');
        string forward = _folder.Write("forward.txt", Text);
        string backward = _folder.Write("backward.txt", string.Join('\n', lines.Reverse()));
        InProcessTool.Done("vocab", forward, "-o", _folder["a"], "--bpe", "20");
        InProcessTool.Done("vocab", forward, "-o", _folder["b"], "--bpe", "20");
        InProcessTool.Done("vocab", backward, "-o", _folder["c"], "--bpe", "20");
        Assert.Equal(File.ReadAllBytes(_folder["a/merges.txt"]), File.ReadAllBytes(_folder["b/merges.txt"]));
        Assert.Equal(File.ReadAllBytes(_folder["a/vocab.txt"]), File.ReadAllBytes(_folder["b/vocab.txt"]));
        Assert.Equal(File.ReadAllBytes(_folder["a/merges.txt"]), File.ReadAllBytes(_folder["c/merges.txt"]));
    }

    [Fact]
    public void Note_says_if_there_are_fewer_merges_than_requested()
    {
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("vocab", _folder.Write("text.txt", "ab ab cd"), "-o", _folder["bpe"], "--bpe", "9"));
        Assert.Equal("learned 1 merge, fewer than 9: no other pair of symbols occurs twice", tool.ErrorLines[1]);
    }

    [Fact]
    public void Json_is_one_object_with_the_counts()
    {
        string text = _folder.Write("text.txt", Text);
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("vocab", text, "-o", _folder["bpe"], "--bpe", "4", "--json", "--quiet"));
        JsonElement figures = JsonDocument.Parse(Assert.Single(tool.OutputLines)).RootElement;
        Assert.Equal(
            ["output", "lines", "words", "distinct_words", "merges", "symbols", "seconds"], figures.EnumerateObject().Select(entry => entry.Name));
        Assert.Equal((4, 18, 7, 4), (Number("lines"), Number("words"), Number("distinct_words"), Number("merges")));
        Assert.Equal(File.ReadAllLines(_folder["bpe/vocab.txt"]).Length, Number("symbols"));
        Assert.Empty(tool.Error);
        string words = InProcessTool.Done("vocab", text, "-o", _folder["words"], "--json");
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(words).RootElement.GetProperty("merges").ValueKind);

        int Number(string name) => figures.GetProperty(name).GetInt32();
    }

    [Fact]
    public void Vocabulary_is_replaced_only_with_overwrite_and_its_merges_are_removed()
    {
        string text = _folder.Write("text.txt", Text);
        InProcessTool.Done("vocab", text, "-o", _folder["v"], "--bpe", "4");
        byte[] before = File.ReadAllBytes(_folder["v/vocab.txt"]);
        Assert.Equal($"{_folder["v"]}: a vocabulary already exists", Refusal.Of("vocab", text, "-o", _folder["v"]));
        Assert.Equal(before, File.ReadAllBytes(_folder["v/vocab.txt"]));
        InProcessTool.Done("vocab", text, "-o", _folder["v"], "--bpe", "2", "--overwrite");
        Assert.Equal(3, File.ReadAllLines(_folder["v/merges.txt"]).Length);
        InProcessTool.Done("vocab", text, "-o", _folder["v"], "--overwrite");
        Assert.Equal(["vocab.json", "vocab.txt"], TemporaryFolder.FilesIn(_folder["v"]).Order());
    }

    [Fact]
    public void Texts_that_cannot_be_used_are_refused_and_nothing_is_written()
    {
        string good = _folder.Write("good.txt", Text);
        string empty = _folder.Write("empty.txt", "\n \n");
        string binary = _folder.Write("binary.txt", [.. "ok\n"u8, 0xC3, 0x28, (byte)'\n']);
        string zip = _folder.Write("text.zip", [.. "PK"u8, 3, 4, 20, 0]);
        Assert.Equal($"{empty}: expected sentences, found no words", Refused(good, empty));
        Assert.Equal($"{binary}:2: expected UTF-8 text, found the byte 0xC3 at column 1", Refused(good, binary));
        Assert.Equal($"{zip}: expected text, found a zip archive", Refused(zip));
        Assert.Equal($"{_folder["none"]}: no such file", Refused(_folder["none"]));
        Assert.Equal($"{_folder.Root}: is a directory, expected a file", Refused(_folder.Root));
        Assert.False(Directory.Exists(_folder["out"]));
        Assert.Equal($"{good}: expected a directory, found a file", Refusal.Of("vocab", good, "-o", good));
        Assert.Equal(Text, File.ReadAllText(good, Encoding.UTF8));
    }

    private string Refused(params string[] files) => Refusal.Of(["vocab", .. files, "--bpe", "5", "--output", _folder["out"]]);

    // Encodes a line and decodes it again.
    private string[] Decoded(string directory, string line)
    {
        TextEncoder encoder = TextEncoderReader.Read(_folder[directory], new TokenNormalizer(true, true));
        List<int> ids = [];
        encoder.Encode(line, ids);
        return encoder.Decode(ids.ToArray()).Split(' ');
    }
}
