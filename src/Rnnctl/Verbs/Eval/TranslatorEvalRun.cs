using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Translation;
using Rnnctl.Terminal;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Verbs.Eval;

/// <summary>Scores a translator, or given translations, on pairs of sentences.</summary>
internal static class TranslatorEvalRun
{
    public static void Run(ModelDirectory directory, EvalRequest request, ToolConsole console, CancellationToken cancellation)
    {
        (_, TranslatorText text) = TranslatorModel.ReadDescription(directory);
        SentencePairs gold = PairReader.Read(request.Files, keepEmpty: true, console.Note);
        TranslationData data = TranslationData.Of(gold, text, maxLength: 0);

        if (request.Predictions is null) SayUnknown(data.Unknown, console);
        var clock = Stopwatch.StartNew();
        (IReadOnlyList<string> translations, double? loss) = request.Predictions is { } file
            ? (TranslationLines.Read(file, gold.Count, console.Note), null)
            : RunModel(directory, data, request, clock, console);
        cancellation.ThrowIfCancellationRequested();

        double seconds = clock.Elapsed.TotalSeconds;
        var bleu = new Bleu(request.Tokenization);
        var chrf = new Chrf();
        for (int pair = 0; pair < gold.Count; pair++)
        {
            bleu.Add(translations[pair], gold.Targets[pair]);
            chrf.Add(translations[pair], gold.Targets[pair]);
        }

        Print(Result(data, loss, bleu.Score(), chrf.Score(), seconds), bleu.Score(), chrf.Score(), request.Json, console.Output);
    }

    private static (IReadOnlyList<string> Translations, double? Loss) RunModel(
        ModelDirectory directory, TranslationData data, EvalRequest request, Stopwatch clock, ToolConsole console)
    {
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        using TranslatorModel model = TranslatorModel.Load(directory, backend);
        using var evaluator = new TranslatorEvaluator(model, data, model.Configuration.Training.BatchLimit(), request.Beam.Search);
        clock.Restart();
        double loss = evaluator.MeanLoss();
        return (evaluator.Translate(), loss);
    }

    private static void SayUnknown(UnknownSides unknown, ToolConsole console)
    {
        console.Note($"unknown: {UnknownReport.Share(unknown.Source)} of the source symbols, {UnknownReport.Share(unknown.Target)} of the target symbols");
        UnknownReport.Warn(unknown.Source, "source symbols", unknown.Target, console);
        UnknownReport.Warn(unknown.Target, "target symbols", unknown.Source, console);
    }

    private static EvalResult Result(TranslationData data, double? loss, BleuScore bleu, ChrfScore chrf, double seconds)
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
            Bleu = bleu.Score,
            BleuSignature = bleu.Signature,
            Chrf = chrf.Score,
            ChrfSignature = chrf.Signature,
            Seconds = seconds,
            TokensPerSecond = symbols / seconds,
        };
    }

    private static void Print(EvalResult result, BleuScore bleu, ChrfScore chrf, bool json, TextWriter output)
    {
        if (json) output.WriteLine(JsonSerializer.Serialize(result, EvalJson.Default.EvalResult));
        else TranslationReport.Write(output, result, bleu, chrf);
    }
}

/// <summary>Prints the scores of a translator: BLEU and chrF in the format of sacreBLEU.</summary>
internal static class TranslationReport
{
    public static void Write(TextWriter output, EvalResult result, BleuScore bleu, ChrfScore chrf)
    {
        output.WriteLine(bleu.SignedLine);
        output.WriteLine(chrf.SignedLine);
        if (result is { Loss: { } loss, Perplexity: { } perplexity })
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"loss: {loss:F4}; perplexity: {perplexity:F3}; {Plural.Of(result.Sentences, "sentence")}; {result.TokensPerSecond:N0} tokens/s"));
        }
    }
}
