using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Files;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Embedding;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Tagging;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Embed;

/// <summary>Embeds the words of files or standard input.</summary>
internal static class EmbedRun
{
    /// <summary>Embeds all inputs and returns the exit code.</summary>
    public static int Run(EmbedRequest request, ToolConsole console, CancellationToken cancellation)
    {
        FilterInput.RequireOnce(request.Files);
        using ModelDirectory directory = OpenModel.At(request.Model, console);
        Require(request, directory.Configuration);
        OutputFile.RequireWritable(json: false, request.Output);
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        if (directory.Configuration.Task == ModelTask.Lm) RunLanguageModel(request, directory, backend, console, cancellation);
        else RunTagger(request, directory, backend, console, cancellation);
        return ExitCode.Done;
    }

    /// <exception cref="InputException">The model gives no vectors, or not as the options ask for them.</exception>
    private static void Require(EmbedRequest request, ModelConfiguration configuration)
    {
        string model = request.Model;
        if (configuration.Task == ModelTask.Translate) throw new InputException($"{model}: expected a language model or a tagger, found a translator");
        if (configuration.Task != ModelTask.Tag) return;
        if (request.Stateful) throw new InputException($"--stateful is of no use with {model}, a tagger");
        if (request.Layer.Kind == LayerChoiceKind.Mix && configuration.Architecture.Contextual is null)
            throw new InputException($"--layer mix is of no use with {model}, a tagger without --contextual");
        if (configuration.Text.Features is { Length: > 0 } features)
            throw new InputException($"{model}: the model reads the features {features} besides tokens, and plain text has none");
    }

    private static void RunLanguageModel(
        EmbedRequest request, ModelDirectory directory, Backend<float> backend, ToolConsole console, CancellationToken cancellation)
    {
        using TrainedLanguageModel model = TrainedLanguageModel.Load(directory, backend);
        IReadOnlyList<int> layers = request.Layer.In(request.Model, model.Architecture.ContextualWidths);
        using var embedder = new SentenceEmbedder(model, layers, request.Stateful);
        Filter(request, directory, embedder, layers, console, cancellation);
    }

    private static void RunTagger(
        EmbedRequest request, ModelDirectory directory, Backend<float> backend, ToolConsole console, CancellationToken cancellation)
    {
        using TaggerModel model = TaggerModel.Load(directory, backend);
        bool mixes = request.Layer.Kind == LayerChoiceKind.Mix;
        IReadOnlyList<int> layers = mixes ? [0] : request.Layer.In(request.Model, model.Architecture.EncoderWidths);
        using TaggerEmbedder embedder = mixes ? TaggerEmbedder.OfMixes(model, model.Architecture.Contextual!) : new TaggerEmbedder(model, layers);
        Filter(request, directory, embedder, layers, console, cancellation);
    }

    private static void Filter(
        EmbedRequest request, ModelDirectory directory, IWordEmbedder embedder, IReadOnlyList<int> layers, ToolConsole console, CancellationToken cancellation)
    {
        directory.Dispose(); // The input may be slow; do not keep the model's files open meanwhile.
        var vectors = new ChosenVectors(embedder, layers, mixed: request.Layer.Kind == LayerChoiceKind.Mix);
        using IVectorWriter writer = Writer(request, vectors, console);
        var filter = new EmbeddingFilter(embedder, vectors, writer, console);
        foreach (LineReader lines in FilterInput.Open(request.Files, console))
        {
            using (lines) filter.Embed(lines, cancellation);
        }

        writer.Complete();
    }

    private static IVectorWriter Writer(EmbedRequest request, ChosenVectors vectors, ToolConsole console)
    {
        if (request.Types) return new TypeWriter(console.Output, vectors);
        return request.Format switch
        {
            EmbedFormat.Json => new JsonVectorWriter(console.Output, vectors, several: request.Layer.Kind == LayerChoiceKind.All),
            EmbedFormat.Tsv => new ColumnWriter(console.Output, vectors),
            _ => new TensorFileWriter(request.Output!, vectors, console),
        };
    }
}
