using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Labels;

/// <summary>Finds the line of a label in files of labelled sentences, for an error: a corpus in memory does not keep the lines of its tokens.</summary>
public static class LabelSearch
{
    /// <summary>The place of the first token with a label, <c>train.tsv:17</c>; null if there is none, or if a file cannot be read again.</summary>
    /// <param name="files">The files, which were read before without a mistake.</param>
    /// <param name="layout">Their format.</param>
    /// <param name="label">The label, in the scheme that is learnt.</param>
    /// <param name="scheme">That scheme. A label that is converted to it is found by the type of its span.</param>
    public static string? Find(IReadOnlyList<string> files, CorpusLayout layout, string label, LabelScheme scheme)
    {
        string type = SpanLabel.Divide(label).Type;
        return Find(files, layout, written => scheme == LabelScheme.Keep ? written == label : SpanLabel.Divide(written).Type == type);
    }

    private static string? Find(IReadOnlyList<string> files, CorpusLayout layout, Func<string, bool> isWanted)
    {
        // A pipe, which reports no bytes, has given its content away, and opening it may wait for ever.
        if (files.Any(file => new FileInfo(file) is not { Exists: true, Length: > 0 })) return null;
        var sink = new Sink(isWanted);
        try
        {
            CorpusReader.Read(files, layout, notice: _ => { }, sink);
        }
        catch (InputException)
        {
            return sink.Place; // The search ends here, or a file has changed meanwhile.
        }

        return null;
    }

    /// <summary>Ends the reading at the first label that is wanted.</summary>
    private sealed class Sink(Func<string, bool> isWanted) : ILabelledSentences
    {
        private LineReader? _labels;
        private int _openTokens;

        public string? Place { get; private set; }

        public int Sentences { get; private set; }

        public void Begin(ILabelledReader reader, params ReadOnlySpan<LineReader> files) => _labels = files[^1];

        public void Add(ReadOnlySpan<char> token, ReadOnlySpan<char> label)
        {
            _openTokens++;
            if (!isWanted(label.ToString())) return;
            Place = $"{_labels!.Name}:{_labels.LineNumber}";
            throw new InputException(Place);
        }

        public void AddFeature(int feature, ReadOnlySpan<char> value)
        {
        }

        public void EndSentence()
        {
            if (_openTokens > 0) Sentences++;
            _openTokens = 0;
        }
    }
}
