using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Vocabularies;

public sealed class VocabularyLayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("OpenNMT", "the\t3757\ncat\t12\n", "the cat")]
    [InlineData("OpenNMT with its special symbols", "<blank>\t0\n<unk>\t0\n<s>\t0\n</s>\t0\nthe\t3757\ncat\t12\n", "the cat")]
    [InlineData("counts after our first lines", "<unk>\n<s>\n</s>\nthe\t3757\n", "the")]
    [InlineData("fairseq", "the 3757\n, 3001\n2 7\n", "the , 2")]
    [InlineData("JoeyNMT", "<unk>\n<pad>\n<s>\n</s>\nthe\ncat\n", "the cat")]
    [InlineData("OpenNMT without counts", "<blank>\n<s>\n</s>\nthe\n", "the")]
    [InlineData("sentencepiece", "<unk>\t0\n<s>\t0\n</s>\t0\n▁the\t-3.25\ns\t-4.5e1\n", "▁the s")]
    [InlineData("rnnctl", "<unk>\n<s>\n</s>\nthe\n3757\n", "the 3757")]
    public void Vocabulary_of_another_tool_is_read(string tool, string text, string words)
    {
        Vocabulary vocabulary = TextEncoderReader.Read(_folder.Write(tool, text)).Vocabulary;
        Assert.Equal(["<unk>", "<s>", "</s>", .. words.Split(' ')], vocabulary.Symbols);
        Assert.Equal(0, vocabulary.UnknownId);
    }

    [Theory]
    [InlineData("{\"the\": 2,\n\"cat\": 3}\n", "a dictionary in JSON (nematus, tokenizers)")]
    [InlineData("\"</s>\": 0\n\"<unk>\": 1\nthe: 2\n", "a dictionary in YAML (Marian)")]
    [InlineData("[PAD]\n[UNK]\nthe\n##s\n", "a WordPiece vocabulary (BERT)")]
    public void Vocabulary_that_is_no_list_is_refused_by_name(string text, string kind)
    {
        string path = _folder.Write("vocab", text);
        Assert.Equal($"{path}: expected a symbol on every line, found {kind}", ErrorOf(path));
    }

    [Fact]
    public void Repeated_symbol_is_an_error_with_its_line()
    {
        string path = _folder.Write("vocab", "the\t5\ncat\t4\nthe\t3\n");
        Assert.Equal($"{path}:3: expected each symbol once, found 'the' again", ErrorOf(path));
    }

    [Theory]
    [InlineData(true, false, "--lowercase")]
    [InlineData(false, true, "--digits-to-zero")]
    public void Vocabulary_made_of_normalised_words_is_refused_for_others(bool lowercase, bool digits, string option)
    {
        string path = _folder.Write("vocab.txt", "<unk>\n<s>\n</s>\nthe\n");
        using (FileStream stream = File.Create(_folder["vocab.json"])) new VocabularyRecord(lowercase, digits).Write(stream);
        string message = $"{_folder["vocab.json"]}: the vocabulary was made with {option}, and this model reads words without: most of them would be unknown";
        Assert.Equal(message, ErrorOf(_folder.Root));
        Assert.Equal(message, ErrorOf(path));
        TokenNormalizer both = new(Lowercase: true, DigitsToZero: true);
        Assert.Equal(["<unk>", "<s>", "</s>", "the"], TextEncoderReader.Read(_folder.Root, both).Vocabulary.Symbols);
    }

    [Fact]
    public void Damaged_record_is_an_error()
    {
        _folder.Write("vocab.txt", "<unk>\n<s>\n</s>\nthe\n");
        _folder.Write("vocab.json", "[1]");
        Assert.StartsWith(
            $"{_folder["vocab.json"]}: expected how the vocabulary was made, found something else: ", ErrorOf(_folder.Root), StringComparison.Ordinal);
    }

    private static string ErrorOf(string path) => Assert.Throws<InputException>(() => TextEncoderReader.Read(path)).Message;
}
