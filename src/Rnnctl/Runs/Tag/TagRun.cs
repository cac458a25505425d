using Rnnctl.Compute;
using Rnnctl.Models.Decoding;
using Rnnctl.Requests;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;
using Rnnctl.Training.Checkpoints;
using Rnnctl.Training.Tagging;

namespace Rnnctl.Runs.Tag;

/// <summary>
/// Labels sentences as they come: answers at once on a slow input, works in large batches on a fast one, and holds no more than one portion in memory.
/// </summary>
internal static class TagRun
{
    private const int SentencesAtOnce = 4096;
    private const int BatchTokens = 2048;

    /// <summary>Labels all inputs and returns the exit code.</summary>
    public static int Run(TagRequest request, ToolConsole console, CancellationToken cancellation)
    {
        using ModelDirectory directory = OpenModel.At(request.Model, console);
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        using TaggerModel model = TaggerModel.Load(directory, backend);
        directory.Dispose(); // The input may come slowly, and nothing more is read from the model's files.
        RequireFeatures(request, model);
        using var runner = new TaggerRunner(model, request.Probabilities, withLogits: request.NBest is not null);
        var symbols = new SymbolTable();
        var labels = new GivenLabels(model.Labels, model.Configuration.Text.OutputScheme, symbols);
        var writer = new TaggedSentenceWriter(
            console.Output, request.OutputFormat, symbols.Symbols, request.Probabilities, several: request.NBest is not null);
        Action<SentenceTokens, int> write = request.NBest is { } count ? BestWriter(runner, labels, writer, count) : (tokens, sentence) =>
            writer.Write(tokens, labels.Of(runner.LabelsOf(sentence)), runner.ProbabilitiesOf(sentence));
        foreach (LineReader lines in Inputs(request, console))
        {
            using (lines) TagAll(lines, request, model, runner, write, console.Output, cancellation);
        }

        return CommandLine.ExitCode.Done;
    }

    private static Action<SentenceTokens, int> BestWriter(TaggerRunner runner, GivenLabels labels, TaggedSentenceWriter writer, int count)
    {
        NBestSearch search = runner.NewSearch();
        return (tokens, sentence) =>
        {
            IReadOnlyList<ScoredLabelling> best = search.Find(runner.LogitsOf(sentence), count);
            writer.WriteSeveral(tokens, [.. best.Select(one => labels.Of(one.Labels).ToArray())], [.. best.Select(one => one.Probability)]);
        };
    }

    private static IEnumerable<LineReader> Inputs(TagRequest request, ToolConsole console) => request.Files.Count == 0
        ? [new LineReader(console.OpenInput(), "standard input")]
        : request.Files.Select(LineReader.Open);

    /// <exception cref="InputException">The model reads columns that sentences in this format have not got.</exception>
    private static void RequireFeatures(TagRequest request, TaggerModel model)
    {
        string features = model.Configuration.Text.Features;
        if (features.Length == 0 || request.Format is TagInputFormat.Conll or TagInputFormat.Conllu) return;
        string format = char.IsAsciiDigit(features[0]) ? "conll" : "conllu";
        throw new InputException(
            $"{request.Model}: the model reads the features {features} beside tokens, and text has none", $"give columns: --format {format}");
    }

    private static Func<bool> PortionReader(LineReader lines, TagRequest request, TaggerModel model, SentenceBuffer sentences)
    {
        if (request.Format is TagInputFormat.Text or TagInputFormat.Slash) return () => sentences.Read(lines, SentencesAtOnce, request.Format);
        CorpusFormat format = request.Format == TagInputFormat.Conll ? CorpusFormat.Conll : CorpusFormat.Conllu;
        var features = new FeatureColumns(model.Configuration.Text.Features);
        var columns = new ColumnSentenceReader(lines, new CorpusOptions(format, TokenColumn: request.TokenColumn) { Features = features });
        return () => columns.Read(sentences, SentencesAtOnce);
    }

    private static void TagAll(
        LineReader lines,
        TagRequest request,
        TaggerModel model,
        TaggerRunner runner,
        Action<SentenceTokens, int> write,
        TextWriter output,
        CancellationToken cancellation)
    {
        var sentences = new SentenceBuffer();
        var corpus = new EncodedCorpus(model.Tokens, model.Vocabularies.Characters, model.Vocabularies.Features);
        var plan = new BatchPlan(corpus, BatchLimit.OfTokens(BatchTokens));
        var portions = new PortionSequence(PortionReader(lines, request, model, sentences), () => sentences.Sentences > 0);
        while (portions.Next())
        {
            cancellation.ThrowIfCancellationRequested();
            corpus.Clear();
            for (int sentence = 0; sentence < sentences.Sentences; sentence++) corpus.Add(sentences[sentence]);
            plan.SortByLength();
            runner.Run(corpus, plan, cancellation);
            for (int sentence = 0; sentence < sentences.Sentences; sentence++) write(sentences[sentence], sentence);
            if (!lines.HasBufferedLine) output.Flush();
        }
    }
}
