using System.Diagnostics;
using System.Text.Json;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Verbs.Eval;

/// <summary>Scores somebody's output against references, without a model.</summary>
internal static class FilesEvalRun
{
    private const int LinesToWarn = 100;

    /// <summary>Scores and prints.</summary>
    /// <exception cref="InputException">A file or an option is missing or of no use.</exception>
    public static void Run(EvalRequest request, ToolConsole console)
    {
        const string Hint = "with a model: rnnctl eval MODEL FILE...; without: rnnctl eval --predictions HYP --reference REF...";
        if (request.Predictions is not { } predictions)
            throw new InputException($"expected {(request.References.Count > 0 ? "--predictions beside --reference" : "MODEL")}, found none", Hint);
        if (request.References.Count == 0) throw new InputException("expected --reference beside --predictions, since there is no MODEL, found none", Hint);
        if (request.GivenOfModels is [var option, ..]) throw new InputException($"{option} is of no use without MODEL");

        using var references = ReferenceFiles.Open(request.References);
        if (TaskOf(request, references, console) == EvalTask.Tag)
        {
            EvalRun.RequireOptions(request.GivenOfTranslators, "labels");
            ScoreLabels(request, predictions, references, console);
        }
        else
        {
            EvalRun.RequireOptions(request.GivenOfTaggers, "translations");
            ScoreTranslations(request, predictions, references, console);
        }
    }

    /// <summary>What the files are: as the user says, else by an option that only one task has, else by the references' names and first lines.</summary>
    private static EvalTask TaskOf(EvalRequest request, ReferenceFiles references, ToolConsole console)
    {
        if (request.Task is { } given) return given;
        (EvalTask task, string reason) =
            request.GivenOfTaggers is [var ofTaggers, ..] ? (EvalTask.Tag, $"{ofTaggers} is given")
            : request.GivenOfTranslators is [var ofTranslators, ..] ? (EvalTask.Translate, $"{ofTranslators} is given")
            : references.AreLabelled ? (EvalTask.Tag, $"{references.Name} has labels")
            : (EvalTask.Translate, $"{references.Name} is plain text");
        console.Note($"--task {Choice.NameOf(task)}, since {reason}");
        return task;
    }

    private static void ScoreLabels(EvalRequest request, string predictions, ReferenceFiles references, ToolConsole console)
    {
        CorpusLayout layout = request.Corpus.Over(new ModelConfiguration());
        LabelledCorpus gold = references.ReadCorpus(layout, console.Note);
        var clock = Stopwatch.StartNew();
        PredictedLabels predicted = PredictionReader.Read(predictions, gold, console.Note, layout, goldName: references.Name);
        LabelCensus labels = LabelCensus.Of(gold);
        SpanLabelling spans = SpanLabelling.Of(labels);
        ScoreKind kind = request.Score ?? (spans.AreSpans ? ScoreKind.Spans : ScoreKind.Accuracy);
        string by = kind == ScoreKind.Spans ? "F1 over spans" : "accuracy";
        console.Note($"{references.Name}: {TaggingReport.Described(spans, labels)}; scored by {by}{(request.Score is null ? "" : ", as --score says")}");
        if (spans.AreSpans) console.Note($"{predictions}: {TaggingReport.Described(SpanLabelling.Of(predicted), LabelCensus.Of(predicted))}");

        TaggingScores scores = TaggingScores.Of(gold, predicted, kind);
        if (scores.MarkSpans) TaggingReport.WarnOfOdd(references.Name, spans, (predictions, SpanLabelling.Of(predicted)), console);
        EvalResult result = TaggingResult.Of(gold, predicted, scores, clock.Elapsed.TotalSeconds, request);
        if (request.Json) console.Output.WriteLine(JsonSerializer.Serialize(result, EvalJson.Default.EvalResult));
        else TaggingReport.Write(console.Table, result, scores);
    }

    private static void ScoreTranslations(EvalRequest request, string predictions, ReferenceFiles files, ToolConsole console)
    {
        var clock = Stopwatch.StartNew();
        IReadOnlyList<string[]> references = files.ReadLines();
        IReadOnlyList<string> translations = TranslationLines.Read(predictions, references.Count, console.Note, files.Name);
        WarnOfTokens(predictions, translations, request.Translation, console);
        TranslationScores scores = TranslationScores.Of(request, ignoresCase: false, references, translations, console, files.Name);
        double seconds = clock.Elapsed.TotalSeconds;
        var result = new EvalResult
        {
            Task = "translate",
            Sentences = references.Count,
            Tokens = scores.Bleu.HypothesisTokens,
            Loss = null,
            Seconds = seconds,
            TokensPerSecond = scores.Bleu.HypothesisTokens / seconds,
        };
        if (request.Json) console.Output.WriteLine(JsonSerializer.Serialize(scores.In(result, request), EvalJson.Default.EvalResult));
        else scores.Write(console.Table, request.Translation.Compare);
    }

    /// <summary>Warns of text that looks tokenised already, as sacreBLEU does: BLEU of such text compares with nobody's.</summary>
    private static void WarnOfTokens(string file, IReadOnlyList<string> translations, TranslationScoring scoring, ToolConsole console)
    {
        int ended = translations.Count(line => line.EndsWith(" .", StringComparison.Ordinal));
        if (ended < LinesToWarn || scoring.Tokenization == BleuTokenization.None) return;
        console.Warn($"{file}: {ended} lines end in ' .', as tokenised text does; BLEU divides lines itself, so score plain text, or give --tokenize none");
    }
}
