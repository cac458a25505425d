using System.Diagnostics;
using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Reports;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Report;

/// <summary>Runs a language model on text.</summary>
internal static class LanguageModelFindings
{
    public static Findings Of(ModelDirectory directory, ReportRequest request, ToolConsole console, CancellationToken cancellation)
    {
        (ModelConfiguration configuration, TextEncoder encoder) = TrainedLanguageModel.ReadDescription(directory);
        if (request.Files.Count == 0) return Findings.None;
        TrainedLanguageModel.RequireOutputLayer(configuration, directory.Path);
        PlainText plain = PlainText.Of(request.Files);
        var text = new EncodedText(plain, encoder, written: TrainedLanguageModel.NewWords(configuration.Architecture, encoder));
        UnknownReport.Note(text.Unknown, "symbols", console);
        using Backend<float> backend = Device.Open<float>(request.Compute, () => configuration.Architecture.Hidden, console);
        using TrainedLanguageModel model = TrainedLanguageModel.Load(directory, backend);
        using var evaluator = new LanguageModelEvaluator(model, text);
        var clock = Stopwatch.StartNew();
        LanguageModelScores scores = evaluator.Evaluate(cancellation);
        double seconds = clock.Elapsed.TotalSeconds;
        return new Findings
        {
            Facts = [new Fact("Perplexity", Amount.Fixed(scores.Perplexity, 3), $"of these files; {Amount.Fixed(scores.WordPerplexity(text), 3)} per word")],
            Data = [new DataSize("Text", text.Sentences, text.Places - text.Sentences, "symbols", text.Unknown.Share)],
            Sections = [LanguageModelSections.Scores(scores, text, encoder.Unit), LanguageModelSections.Errors(WorstOf(model, plain, cancellation))],
            Speed = MeasuredSpeed.Of("Reading these files", backend, text.Places, seconds),
        };
    }

    /// <summary>The text is read again: here each sentence starts from the initial state, in the evaluation from the state after the sentence before.</summary>
    private static IReadOnlyList<ScoredSentence> WorstOf(TrainedLanguageModel model, PlainText plain, CancellationToken cancellation)
    {
        using var worst = new LeastProbableSentences(model);
        for (int file = 0; file < plain.Files; file++)
        {
            using LineReader lines = plain.Open(file);
            worst.Read(lines, cancellation);
        }

        return worst.Found();
    }
}
