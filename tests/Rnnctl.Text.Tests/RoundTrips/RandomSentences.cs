using CsCheck;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.RoundTrips;

/// <summary>Sentences of awkward tokens and labels, and corpora in the same form.</summary>
internal static class RandomSentences
{
    // A byte-order mark at the start of a line is no part of its text.
    private static Gen<string> Word => AwkwardText.Word.Where(word => word[0] != '\ufeff');

    /// <summary>A few sentences: <c>[sentences][tokens]</c>.</summary>
    public static Gen<(string Token, string Label)[][]> All { get; } = Gen.Select(Word, Word).Array[1, 4].Array[1, 4];

    /// <summary>The sentences of a corpus's files.</summary>
    public static (string Token, string Label)[][] Read(CorpusFormat format, params string[] files)
    {
        LabelledCorpus corpus = CorpusReader.Read(files, new CorpusLayout(format), _ => { });
        return [.. Enumerable.Range(0, corpus.Sentences).Select(sentence => WordsOf(corpus, sentence))];
    }

    /// <summary>A corpus with the given sentences.</summary>
    public static LabelledCorpus ToCorpus((string Token, string Label)[][] sentences)
    {
        var corpus = new LabelledCorpus();
        foreach ((string Token, string Label)[] sentence in sentences)
        {
            foreach ((string token, string label) in sentence) corpus.Add(token, label);
            corpus.EndSentence();
        }

        return corpus;
    }

    /// <summary>The symbols of some ids.</summary>
    public static string[] Words(ReadOnlySpan<int> ids, SymbolTable symbols) => Array.ConvertAll(ids.ToArray(), id => symbols[id]);

    private static (string Token, string Label)[] WordsOf(LabelledCorpus corpus, int sentence) =>
        [.. Words(corpus.TokensOf(sentence), corpus.TokenSymbols).Zip(Words(corpus.LabelsOf(sentence), corpus.LabelSymbols))];
}
