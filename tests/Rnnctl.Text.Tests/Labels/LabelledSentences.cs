using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;

namespace Rnnctl.Text.Tests.Labels;

/// <summary>Corpora of labels only, and random spans that a slow reference writes in a scheme.</summary>
internal static class LabelledSentences
{
    /// <summary>A corpus from labels that are separated by blanks; every token is the same.</summary>
    public static LabelledCorpus Corpus(IEnumerable<string> sentences)
    {
        var corpus = new LabelledCorpus();
        foreach (string sentence in sentences)
        {
            foreach (string label in sentence.Split(' ')) corpus.Add("a", label);
            corpus.EndSentence();
        }

        return corpus;
    }

    /// <summary>The labels of a corpus, one line per sentence.</summary>
    public static string[] Show(LabelledCorpus corpus) =>
    [
        .. Enumerable.Range(0, corpus.Sentences)
            .Select(sentence => string.Join(' ', corpus.LabelsOf(sentence).ToArray().Select(id => corpus.LabelSymbols[id]))),
    ];

    /// <summary>Random spans of a sentence: start, length and type, in order and without overlap.</summary>
    public static (int Length, List<(int Start, int Length, string Type)> Spans) Draw(Random random)
    {
        string[] types = ["x", "y", "long-type", "O", "B", ""];
        List<(int Start, int Length, string Type)> spans = [];
        int length = random.Next(1, 15), place = 0;
        while (place < length)
        {
            int extent = random.Next(1, 4);
            if (random.Next(2) == 0 && place + extent <= length) spans.Add((place, extent, types[random.Next(types.Length)]));
            place += extent;
        }

        return (length, spans);
    }

    /// <summary>Writes spans in a scheme by its definition.</summary>
    public static string Write(LabelScheme scheme, int length, IReadOnlyList<(int Start, int Length, string Type)> spans)
    {
        string[] labels = [.. Enumerable.Repeat("O", length)];
        foreach ((int start, int extent, string type) in spans)
        {
            bool joins = spans.Any(other => other.Start + other.Length == start && other.Type == type);
            for (int i = 0; i < extent; i++) labels[start + i] = Tag(scheme, i, extent, joins) + (type.Length == 0 ? "" : "-" + type);
        }

        return string.Join(' ', labels);
    }

    private static char Tag(LabelScheme scheme, int place, int extent, bool joins) => scheme switch
    {
        LabelScheme.Iob1 => joins && place == 0 ? 'B' : 'I',
        LabelScheme.Iob2 => place == 0 ? 'B' : 'I',
        _ when extent == 1 => scheme == LabelScheme.Bilou ? 'U' : 'S',
        _ when place == extent - 1 => scheme == LabelScheme.Bilou ? 'L' : 'E',
        _ => place == 0 ? 'B' : scheme == LabelScheme.Bmes ? 'M' : 'I',
    };
}
