using System.Diagnostics;
using System.Text.Json;
using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Tagging;
using Rnnctl.Terminal;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Metrics;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Eval;

/// <summary>Scores a tagger, or given predictions, on labelled files.</summary>
internal static class TaggerEvalRun
{
    public static void Run(ModelDirectory directory, EvalRequest request, ToolConsole console, CancellationToken cancellation)
    {
        (ModelConfiguration configuration, TaggerVocabularies vocabularies) = TaggerModel.ReadDescription(directory);
        CorpusLayout reading = request.Corpus.Over(configuration, console);
        LabelledCorpus gold = CorpusReader.Read(request.Files, reading, console.Note);
        TaggingData data = TaggingData.Of(gold, vocabularies, configuration.Text);
        UnknownSymbols unknown = UnknownSymbols.Of(gold, vocabularies.Tokens);
        if (request.Predictions is null) UnknownReport.Note(unknown, "tokens", console);
        int unseen = data.Encoded.UnseenLabels;
        if (unseen > 0 && request.Predictions is null)
            console.Note($"{Plural.Of(unseen, "token")} with a label that the training data did not have, counted as wrong");

        var clock = Stopwatch.StartNew();
        PredictedLabels? given = request.Predictions is { } file ? PredictionReader.Read(file, gold, console.Note, reading, vocabularies.Labels.Symbols) : null;
        (TaggingScores scores, double? loss) = given is null
            ? RunModel(directory, data, request, clock, console)
            : (TaggingScores.Of(gold, given, request.Score ?? configuration.Text.Score), null);
        cancellation.ThrowIfCancellationRequested();

        double seconds = clock.Elapsed.TotalSeconds;
        EvalResult result = Result(data, scores, loss, seconds, request.Confusion) with
        {
            UnknownShare = unknown.Share,
            OddLabels = scores.MarkSpans ? OddLabels(request, gold, given, console) : 0,
        };
        if (request.Json) console.Output.WriteLine(JsonSerializer.Serialize(result, EvalJson.Default.EvalResult));
        else TaggingReport.Write(console.Table, result, scores);
    }

    private static (TaggingScores Scores, double? Loss) RunModel(
        ModelDirectory directory, TaggingData data, EvalRequest request, Stopwatch clock, ToolConsole console)
    {
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        using TaggerModel model = TaggerModel.Load(directory, backend);
        model.KeepWeights();
        using var evaluator = new TaggerEvaluator(model, data, BatchLimit.OfSentences(model.Configuration.Training.BatchSize), score: request.Score);
        clock.Restart();
        TaggingScores scores = evaluator.Evaluate();
        return (scores, evaluator.Loss);
    }

    /// <summary>Counts the gold labels that mark no span, and names the first; of given predictions too.</summary>
    private static long OddLabels(EvalRequest request, LabelledCorpus gold, PredictedLabels? given, ToolConsole console)
    {
        SpanLabelling labels = SpanLabelling.Of(gold);
        if (labels.Warning is { } warning) console.Warn($"{string.Join(' ', request.Files)}: {warning}");
        if (given is not null && SpanLabelling.Of(given).Warning is { } ofGiven) console.Warn($"{request.Predictions}: {ofGiven}");
        return labels.Odd;
    }

    private static EvalResult Result(TaggingData data, TaggingScores scores, double? loss, double seconds, bool confusion)
    {
        SpanScores spans = scores.Spans;
        return new EvalResult
        {
            Task = "tag",
            Sentences = data.Gold.Sentences,
            Tokens = spans.Tokens,
            Loss = loss,
            Accuracy = spans.Accuracy,
            Precision = scores.OverSpans?.Precision,
            Recall = scores.OverSpans?.Recall,
            F1 = scores.OverSpans?.F1,
            Labels = [.. scores.Labels.Select(one => new EvalLabel(one.Label, one.Precision, one.Recall, one.F1, one.Gold, one.Predicted, one.Correct))],
            UnseenLabels = data.Encoded.UnseenLabels,
            Confusion = confusion ? [.. scores.Confusions.Errors().Select(error => new EvalConfusion(error.Gold, error.Predicted, error.Count))] : null,
            Seconds = seconds,
            TokensPerSecond = spans.Tokens / seconds,
        };
    }
}

/// <summary>
/// Prints the scores of a tagger. For spans it prints the lines of <c>conlleval</c>, so that scripts which parse those also work with <c>rnnctl eval</c>.
/// </summary>
internal static class TaggingReport
{
    public static void Write(TextWriter output, EvalResult result, TaggingScores scores)
    {
        if (scores.MarkSpans) WriteSpans(output, scores.Spans);
        else WriteLabels(output, result);
        if (result.Loss is { } loss)
            output.WriteInvariantLine(
                $"loss: {loss:F4}; {Plural.Of(result.Sentences, "sentence")}; {result.TokensPerSecond:N0} tokens/s");
        if (result.Confusion is { } confusions) WriteConfusions(output, confusions);
    }

    private static void WriteSpans(TextWriter output, SpanScores spans)
    {
        LabelScore all = spans.Overall;
        output.WriteInvariantLine($"processed {spans.Tokens} tokens with {all.Gold} phrases; found: {all.Predicted} phrases; correct: {all.Correct}.");
        output.WriteInvariantLine(
            $"accuracy: {100 * spans.Accuracy,6:F2}%; precision: {100 * all.Precision,6:F2}%; recall: {100 * all.Recall,6:F2}%; FB1: {100 * all.F1,6:F2}");
        foreach (LabelScore type in spans.Types)
        {
            output.WriteInvariantLine(
                $"{type.Label,17}: precision: {100 * type.Precision,6:F2}%; recall: {100 * type.Recall,6:F2}%; FB1: {100 * type.F1,6:F2}  {type.Predicted}");
        }
    }

    private static void WriteLabels(TextWriter output, EvalResult result)
    {
        output.WriteInvariantLine($"processed {result.Tokens} tokens; accuracy: {100 * result.Accuracy,6:F2}%");
        foreach (EvalLabel label in result.Labels)
        {
            output.WriteInvariantLine(
                $"{label.Label,17}: precision: {100 * label.Precision,6:F2}%; recall: {100 * label.Recall,6:F2}%; F1: {100 * label.F1,6:F2}  {label.Gold}");
        }
    }

    private static void WriteConfusions(TextWriter output, IReadOnlyList<EvalConfusion> confusions)
    {
        output.WriteInvariantLine($"confusions (gold, predicted, tokens): {confusions.Count}");
        foreach (EvalConfusion confusion in confusions) output.WriteInvariantLine($"{confusion.Gold,30} {confusion.Predicted,30} {confusion.Tokens,8}");
    }
}
