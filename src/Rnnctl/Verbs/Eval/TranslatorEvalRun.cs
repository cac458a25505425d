using System.Diagnostics;
using System.Text.Json;
using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Translation;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Verbs.Eval;

/// <summary>Scores a translator, or given translations, on pairs of sentences.</summary>
internal static class TranslatorEvalRun
{
    public static void Run(ModelDirectory directory, EvalRequest request, ToolConsole console, CancellationToken cancellation)
    {
        (_, TranslatorText text) = TranslatorModel.ReadDescription(directory);
        SentencePairs gold = PairReader.Read(request.Files, keepEmpty: true, console.Note);
        TranslationData data = TranslationData.Of(gold, text, maxLength: 0);
        if (text.ScoreCaution is { } caution) console.Warn(caution);
        string[][] references = References(request, gold, text);
        if (request.Predictions is null) SayUnknown(data.Unknown, console);
        var clock = Stopwatch.StartNew();
        (IReadOnlyList<string> translations, double? loss) = request.Predictions is { } file
            ? (TranslationLines.Read(file, gold.Count, console.Note), null)
            : RunModel(directory, data, request, clock, console);
        cancellation.ThrowIfCancellationRequested();

        double seconds = clock.Elapsed.TotalSeconds;
        TranslationScores scores = TranslationScores.Of(request, text.IgnoresCase, references, translations, console, request.Files[^1]);
        EvalResult result = scores.In(Result(data, loss, seconds), request);
        if (request.Json) console.Output.WriteLine(JsonSerializer.Serialize(result, EvalJson.Default.EvalResult));
        else Write(console.Table, result, scores, request);
    }

    /// <summary>The references of each pair: its target, and those of <c>--reference</c>.</summary>
    private static string[][] References(EvalRequest request, SentencePairs gold, TranslatorText text)
    {
        using var files = ReferenceFiles.Open(request.References);
        IReadOnlyList<string[]> further = files.ReadLines(gold.Count, request.Files[^1]);
        return [.. gold.Targets.Select((target, pair) => (string[])[text.Reference(target), .. further[pair].Select(text.Reference)])];
    }

    private static (IReadOnlyList<string> Translations, double? Loss) RunModel(
        ModelDirectory directory, TranslationData data, EvalRequest request, Stopwatch clock, ToolConsole console)
    {
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        using TranslatorModel model = TranslatorModel.Load(directory, backend);
        BeamOptions.RequireAttention(request.Beam.OptionOfAttention, directory.Path, model.Architecture);
        using var evaluator = new TranslatorEvaluator(model, data, model.Configuration.Training.BatchLimit(), request.Beam.Search);
        clock.Restart();
        double loss = evaluator.MeanLoss();
        IReadOnlyList<string> translations = evaluator.Translate();
        if (evaluator.CutPairs is [var first, ..] cut)
        {
            string length = $"--max-length, {Plural.Of(request.Beam.MaxLength, "symbol")}";
            console.Warn($"{Plural.Of(cut.Count, "translation")} cut at {length}, first that of sentence {first + 1}");
        }

        return (translations, loss);
    }

    private static void SayUnknown(UnknownSides unknown, ToolConsole console)
    {
        console.Note($"unknown: {UnknownReport.Share(unknown.Source)} of the source symbols, {UnknownReport.Share(unknown.Target)} of the target symbols");
        UnknownReport.Warn(unknown.Source, "source symbols", unknown.Target, console);
        UnknownReport.Warn(unknown.Target, "target symbols", unknown.Source, console);
    }

    private static EvalResult Result(TranslationData data, double? loss, double seconds)
    {
        long symbols = data.Encoded.Targets.Tokens + data.Encoded.Count;
        return new EvalResult
        {
            Task = "translate",
            Sentences = data.Encoded.Count,
            Tokens = symbols,
            Loss = loss,
            Perplexity = loss is { } nats ? Math.Exp(nats) : null,
            SourceUnknownShare = data.Unknown.Source.Share,
            TargetUnknownShare = data.Unknown.Target.Share,
            Seconds = seconds,
            TokensPerSecond = symbols / seconds,
        };
    }

    private static void Write(TextWriter output, EvalResult result, TranslationScores scores, EvalRequest request)
    {
        scores.Write(output, request.Translation.Compare);
        if (result is { Loss: { } loss, Perplexity: { } perplexity })
        {
            output.WriteInvariantLine(
                $"loss: {loss:F4}; perplexity: {perplexity:F3}; {Plural.Of(result.Sentences, "sentence")}; {result.TokensPerSecond:N0} tokens/s");
        }
    }
}
