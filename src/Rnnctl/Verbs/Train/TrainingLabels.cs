using System.Globalization;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;

namespace Rnnctl.Verbs.Train;

/// <summary>The labels of a training corpus as a new model is to learn them, and what they are scored by: <c>--scheme</c>, <c>--score</c>.</summary>
internal static class TrainingLabels
{
    /// <summary>The most labels of a conditional random field or of a label model: each token costs the square of their number.</summary>
    public const int MostOfCrf = 3000;

    /// <summary>
    /// The options, if a conditional random field or a label model can handle so many labels, or without the field where a recipe brought it.
    /// </summary>
    /// <exception cref="InputException">There are more labels, and the user asked for one of them.</exception>
    public static ModelConfiguration WithFeasibleField(ModelConfiguration options, int labels, bool isCrfOfRecipe, ToolConsole console)
    {
        if (isCrfOfRecipe && options.Architecture.Crf && labels > MostOfCrf)
        {
            console.Note(string.Create(CultureInfo.InvariantCulture, $"recipe: without --crf, since the labels are {labels:N0}, more than {MostOfCrf:N0}"));
            options = options with { Architecture = options.Architecture with { Crf = false } };
        }

        RequireFew(options.Architecture, labels);
        return options;
    }

    /// <summary>Refuses more labels than a conditional random field or a label model can handle in reasonable time.</summary>
    /// <exception cref="InputException">There are more, and one of them was asked for.</exception>
    private static void RequireFew(ArchitectureConfiguration architecture, int labels)
    {
        if (!architecture.HasChain() || labels <= MostOfCrf) return;
        string option = architecture.Crf ? "--crf" : "--label-model";
        throw new InputException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{option}: expected at most {MostOfCrf:N0} labels, found {labels:N0}: each token would cost {(double)labels * labels:N0} transitions"),
            $"leave {option} out, which labels each token by itself, or learn coarser labels");
    }

    /// <summary>Whether a tagger that scores transitions chooses among well-formed spans only: as its parent does, or if the corpus keeps to them.</summary>
    public static bool AreWellFormed(ModelConfiguration options, ArchitectureConfiguration? parent, LabelCensus train)
    {
        if (!options.Architecture.HasChain()) return false;
        if (parent is not null && parent.HasChain()) return parent.WellFormedSpans;
        return options.Text.Score == ScoreKind.Spans && train.KeepRulesIn(options.Text.Scheme);
    }

    /// <summary>Decides by what the labels are scored, unless the user or a parent did, and says so in a line.</summary>
    public static ModelConfiguration Scored(ModelConfiguration options, LabelCensus train, ScoreKind? ofParent, ToolConsole console)
    {
        SpanLabelling labels = SpanLabelling.Of(train);
        ScoreKind score = options.Text.Score ?? (labels.AreSpans ? ScoreKind.Spans : ScoreKind.Accuracy);
        RequireSpansForF1(options, score, labels);
        string by = score == ScoreKind.Spans ? "F1 over spans" : "accuracy";
        string because = options.Text.Score is not { } given ? "" : given == ofParent ? $", as {options.From!.Path} is" : ", as --score says";
        EvaluationMetric own = score == ScoreKind.Spans ? EvaluationMetric.F1 : EvaluationMetric.Accuracy;
        string best = options.Training.Metric is { } metric && metric != own ? $"; the best model by {TaskMetrics.NameOf(metric)}, as --metric says" : "";
        console.Note($"labels: {Described(labels, train)}; scored by {by}{because}{best}");
        return options with { Text = options.Text with { Score = score } };
    }

    /// <exception cref="InputException">The best model is to be chosen by F1 over spans, and labels are scored by accuracy.</exception>
    private static void RequireSpansForF1(ModelConfiguration options, ScoreKind score, SpanLabelling labels)
    {
        if (options.Training.Metric != EvaluationMetric.F1 || score == ScoreKind.Spans) return;
        throw options.Text.Score is null
            ? new InputException($"--metric f1: the labels of --train mark no spans: {labels.Reason}", "--metric accuracy")
            : new InputException("--metric f1 and --score accuracy exclude each other");
    }

    /// <summary>Names labels that mark no span where spans are scored.</summary>
    public static void WarnOfOdd(ModelConfiguration model, LabelCensus train, LabelledCorpus? valid, ToolConsole console)
    {
        if (model.Text.Score != ScoreKind.Spans) return;
        if (SpanLabelling.Of(train).Warning is { } ofTrain) console.Warn($"--train: {ofTrain}");
        if (valid is not null && SpanLabelling.Of(valid).Warning is { } ofValid) console.Warn($"--valid: {ofValid}");
    }

    /// <summary>Where labels are converted to a scheme that was asked for, detects their own, and adds it to the configuration.</summary>
    /// <exception cref="InputException">The labels are in no scheme and so cannot be converted.</exception>
    public static ModelConfiguration InScheme(ModelConfiguration options, LabelCensus train, ToolConsole console)
    {
        LabelScheme wanted = options.Text.Scheme;
        if (wanted == LabelScheme.Keep) return options;
        SpanLabelling labels = SpanLabelling.Of(train);
        SchemeFinding found = SchemeDetector.Detect(train);
        string? fault = !labels.AreSpans && options.Text.Score != ScoreKind.Spans ? $"mark no spans: {labels.Reason}"
            : found.Scheme == LabelScheme.Keep ? $"are in no scheme: {found.Reason}"
            : null;
        if (fault is not null)
        {
            string hint = options.From is null ? "leave --scheme out" : $"{options.From.Path} learnt spans in this scheme: label the text alike";
            throw new InputException($"--scheme {Choice.NameOf(wanted)}: the labels of --train {fault}", hint);
        }

        string name = Choice.NameOf(found.Scheme);
        console.Note($"labels: {name}, learnt as {Choice.NameOf(wanted)}, given back as {name}");
        if (found.Strays > 0)
            console.Warn($"{Plural.Of(found.Strays, "label")} not well formed in {name}, read as conlleval does; the first is {found.FirstStray}");
        return options with { Text = options.Text with { OutputScheme = found.Scheme } };
    }

    private static string Described(SpanLabelling labels, LabelCensus train)
    {
        if (!labels.AreSpans) return $"no spans: {labels.Reason}";
        SchemeFinding found = SchemeDetector.Detect(train);
        return found.Scheme == LabelScheme.Keep ? $"spans in no scheme, since {found.Reason}" : $"spans in {Choice.NameOf(found.Scheme)}";
    }
}
