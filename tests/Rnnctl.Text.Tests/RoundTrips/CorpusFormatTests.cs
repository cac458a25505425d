using CsCheck;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.RoundTrips;

/// <summary>Corpora that are written by the formats' rules are read correctly.</summary>
public sealed class CorpusFormatTests : IDisposable
{
    private static readonly Gen<(string Source, string Target)[]> Pairs =
        Gen.Select(AwkwardText.Line, AwkwardText.Line).Array[1, 4].Where(pairs => pairs.All(pair => IsText(pair.Item1) && IsText(pair.Item2)));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(CorpusFormat.Csv, ',')]
    [InlineData(CorpusFormat.Tsv, '\t')]
    public void Quoted_fields_are_read(CorpusFormat format, char separator) => RandomSentences.All.Check(sentences =>
    {
        IEnumerable<string> records = sentences.Select(sentence => Quote(Tokens(sentence)) + separator + Quote(Labels(sentence)));
        string path = _folder.Write("data", $"tokens{separator}labels\n{string.Join('\n', records)}\n");
        Assert.Equal(sentences, RandomSentences.Read(format, path));
    });

    [Fact]
    public void Parallel_files_are_read() => RandomSentences.All.Check(sentences =>
    {
        // A byte-order mark at the start of a file is not part of its text.
        string tokens = _folder.Write("tokens", "\ufeff" + string.Join("\r\n", sentences.Select(Tokens)));
        string labels = _folder.Write("labels", "\ufeff" + string.Join('\n', sentences.Select(Labels)) + "\n");
        Assert.Equal(sentences, RandomSentences.Read(CorpusFormat.Parallel, tokens, labels));
    });

    [Fact]
    public void Conllu_is_read() => RandomSentences.All.Check(sentences =>
    {
        IEnumerable<string> lines = sentences.SelectMany(sentence =>
            sentence.Select((word, index) => $"{index + 1}\t{word.Token}\t_\t{word.Label}\t_\t_\t_\t_\t_\t_").Prepend("# text").Append(""));
        string path = _folder.Write("data", string.Join('\n', lines) + "\n");
        Assert.Equal(sentences, RandomSentences.Read(CorpusFormat.Conllu, path));
    });

    [Fact]
    public void Pairs_are_read_from_two_files() => Pairs.Check(pairs =>
    {
        string source = _folder.Write("source", "\ufeff" + string.Concat(pairs.Select(pair => pair.Source + "\n")));
        string target = _folder.Write("target", "\ufeff" + string.Concat(pairs.Select(pair => pair.Target + "\r\n")));
        Assert.Equal(pairs, ReadPairs(source, target));
    });

    [Fact]
    public void Pairs_are_read_from_two_columns() => Pairs.Select(WithoutTabs).Check(pairs =>
    {
        string path = _folder.Write("pairs.tsv", "\ufeff" + string.Concat(pairs.Select(pair => $"{pair.Source}\t{pair.Target}\n")));
        Assert.Equal(pairs, ReadPairs(path));
    });

    // A byte-order mark at the start of a line is no part of its text.
    private static bool IsText(string line) => line.Trim(' ', '\t', '\r', '\v', '\f').Length > 0 && line[0] != '\ufeff';

    private static string Tokens((string Token, string Label)[] sentence) => string.Join(' ', sentence.Select(word => word.Token));

    private static string Labels((string Token, string Label)[] sentence) => string.Join(' ', sentence.Select(word => word.Label));

    private static string Quote(string field) => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static (string Source, string Target)[] WithoutTabs((string Source, string Target)[] pairs) =>
        [.. pairs.Select(pair => (pair.Source.Replace('\t', ' '), pair.Target.Replace('\t', ' ')))];

    private static (string Source, string Target)[] ReadPairs(params string[] files)
    {
        SentencePairs pairs = PairReader.Read(files, keepEmpty: true, _ => { });
        return [.. Enumerable.Range(0, pairs.Count).Select(index => (pairs.Sources[index], pairs.Targets[index]))];
    }
}
