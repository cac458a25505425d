using Rnnctl.Inference.Tagging;
using Rnnctl.Inference.Tracing;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Verbs.Trace;

/// <summary>Searches for the units that separate the tokens with a gold label from all others.</summary>
internal static class LabelSearch
{
    // The labels that a message lists.
    private const int MostListed = 20;

    /// <summary>Searches the labelled files, or standard input.</summary>
    /// <exception cref="InputException">A file cannot be read, or no token has the label, or all have.</exception>
    public static SearchResult Run(TraceRequest request, TaggerModel model, TaggerTracer tracer, ToolConsole console, CancellationToken cancellation)
    {
        CorpusLayout layout = request.Corpus.Over(model.Configuration, console) with { Intents = false };
        LabelledCorpus gold = CorpusReader.Read(request.Files.Count == 0 ? [StandardInput.Path] : request.Files, layout, console.Note);
        int label = Find(gold, request.Label!);
        TaggingData data = TaggingData.Of(gold, model.Vocabularies, model.Configuration.Text);
        var samples = new StateSamples(request.Parts, request.Model);
        tracer.Run(data.Encoded, Add, cancellation);
        if (samples.Sizes.Without == 0) throw new InputException($"--search {request.Label}: all tokens have this label");
        return SearchResult.Of(request.Label!, samples, request.Count, samples.Tokens == gold.Tokens ? null : samples.Tokens, console);

        void Add(int sentence, SentenceTrace trace)
        {
            if (samples.IsFull) return;
            int[] labels = gold.LabelsOf(sentence).ToArray();
            samples.Add(trace, (token, _) => labels[token] == label);
        }
    }

    private static int Find(LabelledCorpus gold, string label)
    {
        string[] labels = [.. gold.DistinctLabels().Order(StringComparer.Ordinal)];
        if (labels.Contains(label)) return gold.LabelSymbols.Add(label);
        string listed = string.Join(", ", labels.Take(MostListed));
        throw new InputException($"--search {label}: no token has this label; the files have {listed}{(labels.Length > MostListed ? ", ..." : "")}");
    }
}
