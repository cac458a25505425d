using System.Diagnostics;
using System.Xml.Linq;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Devices;
using Rnnctl.Curves;
using Rnnctl.Devices;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Tagging;
using Rnnctl.Reports;
using Rnnctl.Terminal;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Metrics;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Report;

/// <summary>Runs a tagger on labelled files, and measures its gradient flow: over their sentences, or without files over random sequences.</summary>
internal static class TaggerFindings
{
    private const int MostSentences = 10;

    public static Findings Of(ModelDirectory directory, ReportRequest request, ToolConsole console, CancellationToken cancellation)
    {
        var subject = FlowSubject.OfModel(directory);
        LabelledCorpus? gold = request.Files.Count == 0
            ? null
            : CorpusReader.Read(request.Files, request.Corpus.Over(directory.Configuration, console), console.Note);
        DeviceName device = Device.Choose(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        Findings found = gold is null ? Findings.None : Evaluate(directory, gold, device, request, console, cancellation);
        XElement? flow = FlowOf(subject, gold, device, request, cancellation);
        return flow is null ? found : found with { Sections = [.. found.Sections, flow] };
    }

    /// <summary>The gradient flow; null without recurrent layers, or where nothing can be measured: no sentence ends with a known label, or random sequences
    /// lack what the model reads.</summary>
    private static XElement? FlowOf(FlowSubject subject, LabelledCorpus? gold, DeviceName device, ReportRequest request, CancellationToken cancellation)
    {
        if (subject.Architecture.Layers == 0 || (gold is null && subject.BesideTokens is not null)) return null;
        using Backend<double> backend = Device.Open<double>(device, request.Compute);
        var random = new RandomSequences(RandomSequences.UsualCount, RandomSequences.UsualSteps, request.Compute.Seed);
        FlowCurve[] curves = [.. subject.Run(backend, gold, random, cancellation).Where(curve => curve.Norms.Count > 0)];
        return curves.Length == 0 ? null : CurvesSection.GradientFlow(curves, gold is null ? "random sequences" : "the sentences of the files");
    }

    private static Findings Evaluate(
        ModelDirectory directory, LabelledCorpus gold, DeviceName device, ReportRequest request, ToolConsole console, CancellationToken cancellation)
    {
        using Backend<float> backend = Device.Open<float>(device, request.Compute);
        using TaggerModel model = TaggerModel.Load(directory, backend);
        model.KeepWeights();
        TaggingData data = TaggingData.Of(gold, model.Vocabularies, model.Configuration.Text);
        UnknownSymbols unknown = UnknownSymbols.Of(gold, model.Tokens);
        UnknownReport.Note(unknown, "tokens", console);
        if (data.Encoded.UnseenLabels is > 0 and int unseen)
            console.Note($"{Plural.Of(unseen, "token")} with a label that the training data did not have, counted as wrong");
        using var evaluator = new TaggerEvaluator(model, data, BatchLimit.OfSentences(model.Configuration.Training.BatchSize), withSurprisals: true);
        var clock = Stopwatch.StartNew();
        TaggingScores scores = evaluator.Evaluate(cancellation);
        double seconds = clock.Elapsed.TotalSeconds;
        if (scores.MarkSpans && SpanLabelling.Of(gold).Warning is { } warning) console.Warn($"{string.Join(' ', request.Files)}: {warning}");
        WrongSentence[] wrong = [.. WrongSentences(gold, evaluator, scores.MarkSpans)];
        IEnumerable<TaggedSentence> worst = wrong.OrderByDescending(one => one.Missed + one.Invented).ThenByDescending(one => one.Loss).Take(MostSentences)
            .Select(one => one.With(TokensOf(gold, evaluator.Predicted!, model.Tokens, one.Sentence)));
        return new Findings
        {
            Facts = [.. FactsOf(scores, evaluator.Loss)],
            Data = [new DataSize("Labelled sentences", gold.Sentences, gold.Tokens, "tokens", unknown.Share)],
            Sections =
            [
                TaggingSections.Scores(scores, evaluator.Loss),
                TaggingSections.Confusion(scores.Confusions, gold.LabelSymbols),
                TaggingSections.Errors([.. worst], wrong.Length, scores),
            ],
            Speed = MeasuredSpeed.Of("Labelling these files", backend, gold.Tokens, seconds),
        };
    }

    private static IEnumerable<Fact> FactsOf(TaggingScores scores, double? loss)
    {
        string remark = $"of these files{(loss is { } nats ? $"; loss {Amount.Fixed(nats, 4)}" : "")}";
        if (scores.OverSpans is { } spans) yield return new Fact("F1", Amount.Hundredths(spans.F1), remark);
        if (scores.Intents is { } intents)
        {
            yield return new Fact("Intent accuracy", Amount.Hundredths(intents.Accuracy), "of the sentences");
            yield return new Fact("Whole sentences", Amount.Hundredths(intents.SentenceAccuracy), "with the right intent and all labels right");
        }

        yield return new Fact("Accuracy", Amount.Hundredths(scores.Spans.Accuracy), scores.MarkSpans ? "of the labels" : remark);
    }

    private static IEnumerable<WrongSentence> WrongSentences(LabelledCorpus gold, TaggerEvaluator evaluator, bool markSpans)
    {
        PredictedLabels predicted = evaluator.Predicted!;
        for (int sentence = 0; sentence < gold.Sentences; sentence++)
        {
            if (gold.LabelsOf(sentence).SequenceEqual(predicted.LabelsOf(sentence))) continue;
            (long missed, long invented) = markSpans ? WrongSpans(gold, predicted, sentence) : (WrongLabels(gold, predicted, sentence), 0);
            yield return new WrongSentence(sentence, missed, invented, -evaluator.LogProbabilityOf(sentence));
        }
    }

    private static (long Missed, long Invented) WrongSpans(LabelledCorpus gold, PredictedLabels predicted, int sentence)
    {
        var scorer = new SpanScorer(gold.LabelSymbols);
        scorer.Add(gold.LabelsOf(sentence), predicted.LabelsOf(sentence));
        LabelScore spans = scorer.Score().Overall;
        return (spans.Gold - spans.Correct, spans.Predicted - spans.Correct);
    }

    private static long WrongLabels(LabelledCorpus gold, PredictedLabels predicted, int sentence)
    {
        ReadOnlySpan<int> right = gold.LabelsOf(sentence), given = predicted.LabelsOf(sentence);
        long wrong = 0;
        for (int token = 0; token < right.Length; token++) wrong += right[token] == given[token] ? 0 : 1;
        return wrong;
    }

    private static TaggedToken[] TokensOf(LabelledCorpus gold, PredictedLabels predicted, Vocabulary tokens, int sentence)
    {
        ReadOnlySpan<int> words = gold.TokensOf(sentence), right = gold.LabelsOf(sentence), given = predicted.LabelsOf(sentence);
        var labelled = new TaggedToken[words.Length];
        for (int token = 0; token < labelled.Length; token++)
        {
            string word = gold.TokenSymbols[words[token]];
            labelled[token] = new TaggedToken(word, gold.LabelSymbols[right[token]], gold.LabelSymbols[given[token]], tokens.Find(word) == tokens.UnknownId);
        }

        return labelled;
    }

    /// <summary>How wrong a sentence's labels are; its tokens are fetched if it is shown.</summary>
    private readonly record struct WrongSentence(int Sentence, long Missed, long Invented, double Loss)
    {
        public TaggedSentence With(IReadOnlyList<TaggedToken> tokens) => new(Sentence + 1, tokens, Missed, Invented, Loss);
    }
}
