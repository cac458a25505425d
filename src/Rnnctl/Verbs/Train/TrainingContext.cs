using Rnnctl.Compute.Devices;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Directories;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Batching;

namespace Rnnctl.Verbs.Train;

/// <summary>The language models that a model in training reads, and the vectors that they give for its corpora: <c>--contextual</c>.</summary>
internal sealed class TrainingContext : IDisposable
{
    private const string Option = "--contextual";

    private readonly ContextualModels? _models;
    private readonly TrainRequest _request;
    private readonly ToolConsole _console;
    private readonly List<ContextualReader> _readers = [];
    private long _bytesInMemory;

    /// <summary>Prepares the vectors of a model's corpora.</summary>
    /// <param name="models">The language models that it reads, or null.</param>
    /// <param name="request">What the user asked for.</param>
    /// <param name="console">Where notes go.</param>
    public TrainingContext(ContextualModels? models, TrainRequest request, ToolConsole console)
    {
        (_models, _request, _console) = (models, request, console);
        _bytesInMemory = request.ContextualCache;
    }

    /// <summary>Opens the language models of a new run, or of a run that goes on; null for none.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="stored">The run that goes on, or null.</param>
    /// <param name="parent">The model that a new one starts from, whose language models it reads, or null.</param>
    /// <exception cref="InputException">One cannot be used, or a run that goes on or starts from a model would read others than before.</exception>
    public static ContextualDirectories? Open(TrainRequest request, ModelDirectory? stored, ParentModel? parent)
    {
        if (stored is null && parent is null) return request.Contextual.Count == 0 ? null : ContextualDirectories.Open(request.Contextual, request.Output);
        if (stored is null) return Same(request, ContextualDirectories.Of(parent!.Directory, areInPlace: false), parent.OtherContext);
        bool holdsCopies = stored.Configuration.Architecture.Contextual is { } described && described.InOrder().Any(model => model.Path.Length == 0);
        if (request.LinksContextual && holdsCopies)
            throw Resumption.Changed("--contextual-link");
        return Same(request, ContextualDirectories.Of(stored), () => Resumption.Changed(Option));
    }

    /// <summary>The language models that a model reads, if the user gave no others.</summary>
    private static ContextualDirectories? Same(TrainRequest request, ContextualDirectories? before, Func<InputException> changed)
    {
        if (request.Contextual.Count == 0) return before;
        if (before is null) throw changed();
        using ContextualDirectories given = ContextualDirectories.Open(request.Contextual, request.Output);
        if (given.Digests.SequenceEqual(before.Digests)) return before;
        before.Dispose();
        throw changed();
    }

    /// <summary>Refuses <c>--contextual</c> where the sentences stay in their files: their vectors are computed once, and are far more than the text.</summary>
    /// <exception cref="InputException">Both were asked for.</exception>
    public static void RequireNoStream(TrainingConfiguration options, ContextualDirectories? directories)
    {
        if (options.Stream && directories is not null) throw new InputException($"--stream and {Option} exclude each other");
    }

    /// <summary>Adds the language models of a new run, if it reads any, to its configuration. Those of a parent are described there.</summary>
    public static ModelConfiguration Describe(ModelConfiguration asked, ContextualDirectories? directories, bool areLinked)
    {
        if (directories is null || asked.Architecture.Contextual is { Models.Count: > 0 }) return asked;
        ContextualConfiguration described = directories.Describe(asked.Architecture.Contextual ?? new ContextualConfiguration(), areLinked);
        return asked with { Architecture = asked.Architecture with { Contextual = described } };
    }

    /// <summary>Computes the vectors of a corpus, once, unless the language models learn; null if the model reads none.</summary>
    /// <param name="corpus">The corpus' words; null if there is no corpus.</param>
    /// <param name="option">The option that named it.</param>
    /// <param name="cancellation">Ends it.</param>
    public ContextualReader? Reader(SentenceWords? corpus, string option, CancellationToken cancellation)
    {
        if (_models is null || corpus is null) return null;
        var reader = new ContextualReader(_models);
        _readers.Add(reader);
        if (reader.Learns) return reader;
        var store = new VectorStore(_models.Numbers, corpus.Words, _bytesInMemory, _request.Output);
        string place = store.IsInFile ? $"in a file in {_request.Output}, which goes with this run" : "in memory";
        _console.Note($"contextual: {ByteCount.Text(store.Bytes)} of vectors for {option}, {place}");
        if (!store.IsInFile) _bytesInMemory -= store.Bytes;
        try
        {
            reader.Keep(corpus, store, cancellation);
            return reader;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Frees the vectors.</summary>
    public void Dispose()
    {
        foreach (ContextualReader reader in _readers) reader.Dispose();
    }
}
