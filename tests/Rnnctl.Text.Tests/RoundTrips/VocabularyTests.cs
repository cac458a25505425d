using CsCheck;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Subwords;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.RoundTrips;

/// <summary>Vocabularies and merges are read back as they were written.</summary>
public sealed class VocabularyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Vocabularies_of_tokens_round_trip() => AwkwardText.Word.Array[1, 12].Check(words =>
    {
        Vocabulary written = Vocabulary.ForTokens(CorpusOf(words), new VocabularySelection());
        Assert.Equal(written.Symbols, Read(Save(written.Write), lines => Vocabulary.ReadWithUnknown(lines)).Symbols);
    });

    [Fact]
    public void Vocabularies_of_characters_round_trip() => AwkwardText.Word.Array[1, 12].Check(words =>
    {
        Vocabulary written = Vocabulary.ForCharacters(CorpusOf([.. words, .. words]));
        Assert.Equal(written.Symbols, Read(Save(written.Write), lines => Vocabulary.ReadWithUnknown(lines)).Symbols);
    });

    [Fact]
    public void Vocabularies_of_the_characters_of_sequences_round_trip_and_show_the_blank() => AwkwardText.Word.Array[1, 12].Check(words =>
    {
        SymbolCounts characters = new();
        foreach (string word in words) characters.AddCharacters(word);
        Vocabulary written = Vocabulary.ForCharacterSequences(characters, new VocabularySelection());
        string path = Save(written.Write);
        Assert.Equal(written.Symbols, Read(path, lines => Vocabulary.ReadForCharacterSequences(lines)).Symbols);
        Assert.Equal("<space>", File.ReadAllLines(path)[Vocabulary.SpaceId]);
        TextEncoder encoder = TextEncoder.OfCharacters(written);
        List<int> ids = [];
        encoder.Encode(string.Join("  ", words), ids);
        Assert.Equal(string.Join(' ', words), encoder.Decode([.. ids]));
    });

    [Fact]
    public void Vocabularies_of_labels_round_trip() => AwkwardText.Word.Array[1, 12].Where(words => !words.Contains(Vocabulary.Unknown)).Check(words =>
    {
        Vocabulary written = Vocabulary.ForLabels(CorpusOf(words));
        Assert.Equal(written.Symbols, Read(Save(written.Write), lines => Vocabulary.Read(lines)).Symbols);
    });

    [Fact]
    public void Merges_round_trip() => AwkwardText.Word.Array[1, 12].Check(words =>
    {
        BytePairEncoding written = BytePairEncoding.Learn(words.Select(word => (word, 2L)), 20);
        Assert.Equal(written.Lines, BytePairEncoding.Read(Save(written.Write)).Lines);
    });

    [Fact]
    public void Segments_of_a_word_join_to_the_word() => AwkwardText.Word.Array[1, 12].Check(words =>
    {
        BytePairEncoding encoding = BytePairEncoding.Learn(words.Select(word => (word, 2L)), 5);
        foreach (string word in words)
        {
            List<string> segments = [];
            encoding.Segment(word, segments);
            Assert.Equal(word, BytePairEncoding.Join(segments));
        }
    });

    private static LabelledCorpus CorpusOf(string[] words)
    {
        var corpus = new LabelledCorpus();
        foreach (string word in words) corpus.Add(word, word);
        corpus.EndSentence();
        return corpus;
    }

    private static Vocabulary Read(string path, Func<LineReader, Vocabulary> read)
    {
        using LineReader lines = LineReader.Open(path);
        return read(lines);
    }

    private string Save(Action<TextWriter> write)
    {
        using var text = new StringWriter();
        write(text);
        return _folder.Write("saved.txt", text.ToString());
    }
}
