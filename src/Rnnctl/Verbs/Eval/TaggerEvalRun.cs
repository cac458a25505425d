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
using Rnnctl.Text.Metrics;

namespace Rnnctl.Verbs.Eval;

/// <summary>Scores a tagger, or somebody's predictions, on labelled files.</summary>
internal static class TaggerEvalRun
{
    /// <summary>Scores and prints.</summary>
    public static void Run(ModelDirectory directory, EvalRequest request, ToolConsole console, CancellationToken cancellation)
    {
        (ModelConfiguration configuration, TaggerVocabularies vocabularies) = TaggerModel.ReadDescription(directory);
        CorpusOptions reading = request.Corpus with { Features = new FeatureColumns(configuration.Text.Features) };
        LabelledCorpus gold = CorpusReader.Read(request.Files, reading, console.Note);
        TaggingData data = TaggingData.Of(gold, vocabularies, configuration.Text);
        int unseen = data.Encoded.UnseenLabels;
        if (unseen > 0 && request.Predictions is null)
            console.Note($"{Plural.Of(unseen, "token")} with a label that training never saw, counted as wrong");

        var clock = Stopwatch.StartNew();
        (TaggingScores scores, double? loss) = request.Predictions is { } file
            ? (TaggingScores.Of(gold, PredictionReader.Read(file, gold, console.Note)), null)
            : RunModel(directory, data, request, clock, console);
        cancellation.ThrowIfCancellationRequested();

        EvalResult result = Result(data, scores, loss, clock.Elapsed.TotalSeconds, request.Confusion);
        if (request.Json) console.Output.WriteLine(JsonSerializer.Serialize(result, EvalJson.Default.EvalResult));
        else TaggingReport.Write(console.Table, result, scores);
    }

    private static (TaggingScores Scores, double? Loss) RunModel(
        ModelDirectory directory, TaggingData data, EvalRequest request, Stopwatch clock, ToolConsole console)
    {
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        using TaggerModel model = TaggerModel.Load(directory, backend);
        using var evaluator = new TaggerEvaluator(model, data, BatchLimit.OfSentences(model.Configuration.Training.BatchSize));
        clock.Restart();
        TaggingScores scores = evaluator.Evaluate();
        return (scores, evaluator.Loss);
    }

    private static EvalResult Result(TaggingData data, TaggingScores scores, double? loss, double seconds, bool confusion)
    {
        SpanScores spans = scores.Spans;
        IReadOnlyList<LabelScore> labels = scores.MarkSpans ? spans.Types : scores.Confusions.LabelScores();
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
            Labels = [.. labels.Select(one => new EvalLabel(one.Label, one.Precision, one.Recall, one.F1, one.Gold, one.Predicted, one.Correct))],
            UnseenLabels = data.Encoded.UnseenLabels,
            Confusion = confusion ? [.. scores.Confusions.Errors().Select(error => new EvalConfusion(error.Gold, error.Predicted, error.Count))] : null,
            Seconds = seconds,
            TokensPerSecond = spans.Tokens / seconds,
        };
    }
}
