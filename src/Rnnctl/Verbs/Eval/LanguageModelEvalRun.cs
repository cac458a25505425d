using System.Diagnostics;
using System.Text.Json;
using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
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
        (_, Vocabulary tokens) = TrainedLanguageModel.ReadDescription(directory);
        var text = new EncodedText(PlainText.Read(request.Files), tokens);
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        using TrainedLanguageModel model = TrainedLanguageModel.Load(directory, backend);
        using var evaluator = new LanguageModelEvaluator(model, text);
        var clock = Stopwatch.StartNew();
        EvalResult result = Result(text, evaluator.Evaluate(cancellation), clock);
        if (request.Json) console.Output.WriteLine(JsonSerializer.Serialize(result, EvalJson.Default.EvalResult));
        else Write(console.Output, result);
    }

    private static EvalResult Result(EncodedText text, LanguageModelScores scores, Stopwatch clock) => new()
    {
        Task = "lm",
        Sentences = text.Sentences,
        Tokens = text.Places,
        Loss = scores.Loss,
        Perplexity = scores.Perplexity,
        ForwardPerplexity = scores.ForwardPerplexity,
        BackwardPerplexity = scores.BackwardPerplexity,
        UnknownWords = text.UnknownWords,
        Seconds = clock.Elapsed.TotalSeconds,
        TokensPerSecond = text.Places / clock.Elapsed.TotalSeconds,
    };

    private static void Write(TextWriter output, EvalResult result)
    {
        if (result.ForwardPerplexity is { } forward) output.WriteInvariantLine($"perplexity forward: {forward:F3}");
        if (result.BackwardPerplexity is { } backward) output.WriteInvariantLine($"perplexity backward: {backward:F3}");
        if (result is { ForwardPerplexity: not null, BackwardPerplexity: not null }) output.WriteInvariantLine($"perplexity of both: {result.Perplexity:F3}");
        int words = (int)result.Tokens - result.Sentences;
        string text = $"{Plural.Of(result.Sentences, "sentence")}; {Plural.Of(words, "word")}, {result.UnknownWords} of them unknown";
        output.WriteInvariantLine($"loss: {result.Loss:F4}; {text}; {result.TokensPerSecond:N0} tokens/s");
    }
}
