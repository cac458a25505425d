using System.Runtime.InteropServices;
using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Files;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Sample;

/// <summary>Draws sentences from a language model and prints them.</summary>
internal static class SampleRun
{
    // Sentences drawn side by side: enough to fill a product, and few enough that the first ones come soon.
    private const int AtOnce = 64;

    /// <summary>Prints all sentences and returns the exit code.</summary>
    public static int Run(SampleRequest request, ToolConsole console, CancellationToken cancellation)
    {
        using ModelDirectory directory = OpenModel.At(request.Model, console);
        ModelConfiguration configuration = TrainedLanguageModel.ReadConfiguration(directory);
        TrainedLanguageModel.RequireOutputLayer(configuration, request.Model);
        RequireForward(request.Model, configuration);
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        using TrainedLanguageModel model = TrainedLanguageModel.Load(directory, backend);
        var options = new SearchOptions(model.Text.BeginId, model.Text.EndId, Beam: 1, LengthPenalty: 0, request.MaxLength) { Sampling = request.Sampling };
        if (request.NoUnknown) options = options with { Excluded = [.. options.Excluded, model.Text.UnknownId] };
        WrittenWords? words = TrainedLanguageModel.NewWords(configuration.Architecture, model.Text);
        SymbolSpelling? spelling = words is null ? null : new SymbolSpelling(model.Text.Vocabulary, words);
        using var sampler = new TextSampler<float>(backend, model.Model, options, spelling is null ? null : spelling.Spell);
        List<int> prompt = [];
        IReadOnlyList<string> begun = BeginningOf(model.Text, request.Prompt, prompt);
        if (spelling is not null) prompt = [.. begun.Select(spelling.Add)];
        for (int first = 0; first < request.Count; first += Math.Min(AtOnce, request.Count - first))
        {
            int count = Math.Min(AtOnce, request.Count - first);
            foreach (DrawnText drawn in sampler.Draw(CollectionsMarshal.AsSpan(prompt), first, count, cancellation))
            {
                string text = model.Text.Decode(begun.Concat(drawn.Symbols.Select(symbol => model.Text.Vocabulary[symbol])));
                console.Output.WriteLine(request.Json ? SampleResult.ToJson(text, drawn.LogProbability) : text);
            }

            console.Output.Flush();
        }

        return ExitCode.Done;
    }

    /// <summary>Encodes a prompt and returns its symbols as written. With characters, a blank at its end is one of them.</summary>
    private static List<string> BeginningOf(TextEncoder text, string prompt, List<int> ids)
    {
        text.Encode(prompt, ids);
        List<string> symbols = [.. text.Symbols(prompt)];
        if (text.Unit == TextUnit.Words || ids.Count == 0 || !char.IsWhiteSpace(prompt[^1])) return symbols;
        ids.Add(Vocabulary.SpaceId);
        symbols.Add(Vocabulary.Space);
        return symbols;
    }

    private static void RequireForward(string path, ModelConfiguration configuration)
    {
        if (configuration.Architecture.LanguageModel!.Direction != LanguageModelDirection.Backward) return;
        throw new InputException($"{path}: the model reads text backward only, and text is drawn forward", "train with --direction both or forward");
    }
}
