using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Vocabularies;

public sealed class TextEncoderReaderTests : IDisposable
{
    private const string Symbols = "<unk>\n<s>\n</s>\nlo@@\nw\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_directory_is_read_with_its_vocabulary_and_merges()
    {
        string vocabulary = _folder.Write("vocab.txt", Symbols);
        _folder.Write("merges.txt", "#version: 0.2\nl o\n");
        TextEncoder encoder = TextEncoderReader.Read(_folder.Root, new TokenNormalizer(true, false));
        Assert.Equal(["LO@@", "w"], encoder.Symbols("LOw"));
        Assert.Equal([3, 4], IdsOf(encoder, "LOw"));
        Assert.Null(TextEncoderReader.Read(vocabulary).Subwords);
    }

    [Fact]
    public void A_directory_without_merges_holds_words()
    {
        _folder.Write("vocab.txt", Symbols);
        Assert.Equal([0, 4], IdsOf(TextEncoderReader.Read(_folder.Root), "low w"));
    }

    [Theory]
    [InlineData("a\nb\n", "vocab.txt:1: expected <unk>, found 'a'")]
    [InlineData("<unk>\na\n", "vocab.txt:2: expected <s>, found 'a'")]
    [InlineData("<unk>\n<s>\n", "vocab.txt:3: expected </s>, found the end of the file")]
    [InlineData("<unk>\n<s>\n</s>\na\na\n", "vocab.txt:5: expected each symbol once, found 'a' again (first on line 4)")]
    [InlineData("", "vocab.txt: expected a symbol on every line, found an empty file")]
    public void A_vocabulary_of_another_kind_is_an_error_with_its_place(string text, string message)
    {
        string path = _folder.Write("vocab.txt", text);
        Assert.Equal(message, ErrorOf(path));
        Assert.Equal(message, ErrorOf(_folder.Root));
    }

    [Fact]
    public void Merges_of_another_version_in_a_directory_are_an_error_with_their_place()
    {
        _folder.Write("vocab.txt", Symbols);
        _folder.Write("merges.txt", "#version: 0.1\n");
        Assert.Equal("merges.txt:1: expected '#version: 0.2', found '#version: 0.1'", ErrorOf(_folder.Root));
    }

    [Fact]
    public void A_directory_without_a_vocabulary_and_a_path_that_is_missing_are_errors()
    {
        Assert.EndsWith(": expected a directory with a vocabulary, found no vocab.txt in it", ErrorOf(_folder.Root), StringComparison.Ordinal);
        Assert.Equal("gone: no such file", ErrorOf(_folder["gone"]));
    }

    private static List<int> IdsOf(TextEncoder encoder, string line)
    {
        List<int> ids = [];
        encoder.Encode(line, ids);
        return ids;
    }

    private string ErrorOf(string path) =>
        Assert.Throws<InputException>(() => TextEncoderReader.Read(path)).Message.Replace(_folder.Root + "/", "", StringComparison.Ordinal);
}
