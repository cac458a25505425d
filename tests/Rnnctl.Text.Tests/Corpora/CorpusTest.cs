using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

/// <summary>The base of corpus reader tests: files in a folder, and a corpus as one line per sentence.</summary>
public abstract class CorpusTest : IDisposable
{
    protected TemporaryFolder Folder { get; } = new();

    protected List<string> Notices { get; } = [];

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static string[] Show(LabelledCorpus corpus) =>
        [.. Enumerable.Range(0, corpus.Sentences).Select(sentence => ShowSentence(corpus, sentence))];

    protected LabelledCorpus Read(CorpusOptions options, params string[] files) => CorpusReader.Read(files, options, Notices.Add);

    protected string[] ReadText(CorpusFormat format, string text) => Show(Read(new CorpusOptions(format), Folder.Write("data", text)));

    protected string ErrorOf(CorpusOptions options, params string[] files) =>
        Assert.Throws<InputException>(() => Read(options, files)).Message.Replace(Folder.Root + "/", "", StringComparison.Ordinal);

    protected string ErrorOf(CorpusFormat format, string text) => ErrorOf(new CorpusOptions(format), Folder.Write("data", text));

    private static string ShowSentence(LabelledCorpus corpus, int sentence)
    {
        ReadOnlySpan<int> tokens = corpus.TokensOf(sentence);
        ReadOnlySpan<int> labels = corpus.LabelsOf(sentence);
        string[] words = new string[tokens.Length];
        for (int token = 0; token < words.Length; token++)
        {
            words[token] = $"{corpus.TokenSymbols[tokens[token]]}={corpus.LabelSymbols[labels[token]]}";
        }

        return string.Join("|", words);
    }
}
