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

        int unseenIntents = data.Encoded.UnseenIntents;
        if (unseenIntents > 0 && request.Predictions is null)
            console.Note($"{Plural.Of(unseenIntents, "sentence")} with an intent that the training data did not have, counted as wrong");

        var clock = Stopwatch.StartNew();
        PredictedLabels? given = request.Predictions is { } file ? PredictionReader.Read(file, gold, console.Note, reading, vocabularies.Labels.Symbols) : null;
        (PredictedLabels predicted, TaggingScores scores, double? loss) = given is null
            ? RunModel(directory, data, request, clock, console)
            : (given, TaggingScores.Of(gold, given, request.Score ?? configuration.Text.Score), null);
        cancellation.ThrowIfCancellationRequested();

        EvalResult result = TaggingResult.Of(gold, predicted, scores, clock.Elapsed.TotalSeconds, request) with
        {
            Loss = loss,
            UnseenLabels = unseen,
            UnseenIntents = data.Encoded.HasIntents ? unseenIntents : null,
            UnknownShare = unknown.Share,
        };
        if (scores.MarkSpans) WarnOfOdd(request, gold, given, console);
        if (request.Json) console.Output.WriteLine(JsonSerializer.Serialize(result, EvalJson.Default.EvalResult));
        else TaggingReport.Write(console.Table, result, scores);
    }

    private static (PredictedLabels Predicted, TaggingScores Scores, double? Loss) RunModel(
        ModelDirectory directory, TaggingData data, EvalRequest request, Stopwatch clock, ToolConsole console)
    {
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        using TaggerModel model = TaggerModel.Load(directory, backend);
        model.KeepWeights();
        using var evaluator = new TaggerEvaluator(model, data, BatchLimit.OfSentences(model.Configuration.Training.BatchSize), score: request.Score);
        clock.Restart();
        TaggingScores scores = evaluator.Evaluate();
        return (evaluator.Predicted, scores, evaluator.Loss);
    }

    private static void WarnOfOdd(EvalRequest request, LabelledCorpus gold, PredictedLabels? given, ToolConsole console) => TaggingReport.WarnOfOdd(
        string.Join(' ', request.Files), SpanLabelling.Of(gold), given is null ? null : (request.Predictions!, SpanLabelling.Of(given)), console);
}
