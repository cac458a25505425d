using System.Diagnostics;
using System.Text.Json;
using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Terminal;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Eval;

/// <summary>Measures a language model's perplexity on text.</summary>
internal static class LanguageModelEvalRun
{
    public static void Run(ModelDirectory directory, EvalRequest request, ToolConsole console, CancellationToken cancellation)
    {
        (ModelConfiguration configuration, TextEncoder encoder) = TrainedLanguageModel.ReadDescription(directory);
        TrainedLanguageModel.RequireOutputLayer(configuration, directory.Path);
        WrittenWords? words = TrainedLanguageModel.NewWords(configuration.Architecture, encoder);
        var text = new EncodedText(PlainText.Of(request.Files), encoder, written: words);
        UnknownReport.Note(text.Unknown, "symbols", console);
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        using TrainedLanguageModel model = TrainedLanguageModel.Load(directory, backend);
        using var evaluator = new LanguageModelEvaluator(model, text);
        var clock = Stopwatch.StartNew();
        LanguageModelScores scores = evaluator.Evaluate(cancellation);
        EvalResult result = Result(encoder, text, scores, clock);
        if (request.Json) console.Output.WriteLine(JsonSerializer.Serialize(result, EvalJson.Default.EvalResult));
        else Write(console.Output, result, text.Words, SymbolName(encoder));
    }

    private static EvalResult Result(TextEncoder encoder, EncodedText text, LanguageModelScores scores, Stopwatch clock) => new()
    {
        Task = "lm",
        Sentences = text.Sentences,
        Tokens = text.Places,
        Loss = scores.Loss,
        Perplexity = scores.Perplexity,
        ForwardPerplexity = scores.ForwardPerplexity,
        BackwardPerplexity = scores.BackwardPerplexity,
        WordPerplexity = scores.WordPerplexity(text),
        BitsPerCharacter = encoder.Unit == TextUnit.Characters ? scores.Loss / Math.Log(2) : null,
        UnknownWords = text.UnknownWords,
        UnknownShare = text.Unknown.Share,
        Seconds = clock.Elapsed.TotalSeconds,
        TokensPerSecond = text.Places / clock.Elapsed.TotalSeconds,
    };

    /// <summary>What perplexities count where that is not words.</summary>
    private static string? SymbolName(TextEncoder encoder) =>
        encoder.Unit == TextUnit.Characters ? "character" : encoder.Subwords is null ? null : "segment";

    private static void Write(TextWriter output, EvalResult result, long words, string? symbol)
    {
        string per = symbol is null ? "" : $", per {symbol}";
        if (result.ForwardPerplexity is { } forward) output.WriteInvariantLine($"perplexity forward{per}: {forward:F3}");
        if (result.BackwardPerplexity is { } backward) output.WriteInvariantLine($"perplexity backward{per}: {backward:F3}");
        if (result is { ForwardPerplexity: not null, BackwardPerplexity: not null })
            output.WriteInvariantLine($"perplexity of both{per}: {result.Perplexity:F3}");
        if (symbol is not null) output.WriteInvariantLine($"perplexity per word: {result.WordPerplexity:F3}");
        if (result.BitsPerCharacter is { } bits) output.WriteInvariantLine($"bits per character: {bits:F4}");
        string symbols = symbol is null ? "" : $"{Plural.Of(result.Tokens - result.Sentences, symbol)} in ";
        string text = $"{Plural.Of(result.Sentences, "sentence")}; {symbols}{Plural.Of(words, "word")}, {result.UnknownWords} of them unknown";
        output.WriteInvariantLine($"loss: {result.Loss:F4}; {text}; {result.TokensPerSecond:N0} tokens/s");
    }
}
