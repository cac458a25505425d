using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Files;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Taggers;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Curves;

/// <summary>A tagger to measure, in double precision: a trained one, or an untrained one with a given cell.</summary>
/// <param name="Name">Its name in tables and figures.</param>
/// <param name="Architecture">Its architecture.</param>
/// <param name="Write">Sets the values of its parameters.</param>
/// <param name="Encode">Encodes labelled sentences with its vocabularies.</param>
internal sealed record FlowSubject(
    string Name, TaggerArchitecture Architecture, Action<ParameterSet<double>> Write, Func<LabelledCorpus, TaggingData> Encode)
{
    private const int RandomTokens = 50;
    private const int RandomLabels = 10;

    /// <summary>The feature columns that it reads besides the token.</summary>
    public FeatureColumns Features { get; init; } = FeatureColumns.None;

    /// <summary>How its files are read: the configuration of a trained model, or the defaults.</summary>
    public ModelConfiguration Configuration { get; init; } = new();

    /// <summary>What it reads besides tokens, which random sequences do not have; null for nothing.</summary>
    public string? BesideTokens => Architecture.Characters is not null ? "characters"
        : Features.Count > 0 ? $"the features {Features.Text}"
        : Architecture.Contextual is not null || Architecture.WordFeatures.Count > 0 ? "words as they are written"
        : null;

    /// <summary>Loads the language models that it reads, or returns null.</summary>
    private Func<Backend<float>, ContextualModels?> Contextual { get; init; } = _ => null;

    /// <summary>A trained model.</summary>
    public static FlowSubject OfModel(ModelDirectory directory)
    {
        string path = directory.Path;
        (ModelConfiguration configuration, TaggerVocabularies vocabularies) = TaggerModel.ReadDescription(directory);
        TaggerArchitecture architecture = TaggerModel.ArchitectureOf(configuration.Architecture);
        ParameterFile.Require(directory.Weights, architecture.Parameters());
        Dictionary<string, float[]> weights = architecture.Parameters()
            .ToDictionary(shape => shape.Name, shape => ParameterFile.ReadWeights(directory.Weights, shape));
        return new FlowSubject(
            ModelName.Of(path),
            architecture,
            parameters => Copy(weights, parameters),
            gold => TaggingData.Of(gold, vocabularies, configuration.Text))
        {
            Features = new FeatureColumns(configuration.Text.Features),
            Configuration = configuration,
            Contextual = backend => LoadContextual(path, backend),
        };
    }

    /// <summary>An untrained tagger with one direction; its vocabularies come from the sentences, or are small if there are none.</summary>
    /// <param name="name">The cell.</param>
    /// <param name="hidden">The units of its state, and the size of an embedding.</param>
    /// <param name="layers">Its layers.</param>
    /// <param name="seed">The seed of its weights.</param>
    /// <param name="gold">The sentences, or null.</param>
    public static FlowSubject OfCell(string name, int hidden, int layers, ulong seed, LabelledCorpus? gold)
    {
        TaggerVocabularies? vocabularies = gold is null ? null : TaggerVocabularies.Of(gold, new VocabularySelection(), withCharacters: false);
        var architecture = new TaggerArchitecture(
            vocabularies?.Tokens.Count ?? RandomTokens,
            vocabularies?.Labels.Count ?? RandomLabels,
            Embedding: hidden,
            CellCatalog.Find(name)!,
            hidden,
            layers,
            Bidirectional: false,
            Dropout: 0);
        return new FlowSubject(name, architecture, parameters => parameters.Initialize(seed), corpus => TaggingData.Of(corpus, vocabularies!));
    }

    /// <summary>Checks that the tagger can read random sequences, which consist of tokens only.</summary>
    /// <exception cref="InputException">It also reads characters or features.</exception>
    public void RequireTokensAlone()
    {
        if (BesideTokens is { } more)
            throw new InputException($"{Name}: the model reads {more} besides tokens, and random sequences have none", "name a labelled file after the model");
    }

    /// <summary>Measures the curves of its layers.</summary>
    /// <param name="backend">What computes.</param>
    /// <param name="gold">The sentences, or null for random ones.</param>
    /// <param name="random">The random sequences.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    public IReadOnlyList<FlowCurve> Run(Backend<double> backend, LabelledCorpus? gold, RandomSequences random, CancellationToken cancellation)
    {
        using var parameters = new ParameterSet<double>(backend, Architecture.Parameters(), learning: false);
        Write(parameters);
        using var flow = new GradientFlow<double>(backend, Architecture, name => parameters[name]);
        using Backend<float> single = CpuDevice.Open<float>(backend.Threads);
        using ContextualModels? contextual = Contextual(single);
        using ContextualReader? reader = contextual is null ? null : new ContextualReader(contextual);
        if (gold is not null) FlowSequences.AddCorpus(flow, Encode(gold).Encoded, reader, cancellation);
        else FlowSequences.AddRandom(flow, Architecture, random, cancellation);
        return [.. flow.Layers.SelectMany((layer, number) => Curves(layer, number + 1))];
    }

    private static ContextualModels? LoadContextual(string path, Backend<float> backend)
    {
        using ModelDirectory directory = ModelDirectory.Open(path);
        using ContextualDirectories? contextual = ContextualDirectories.Of(directory);
        return contextual is null ? null : ContextualModels.Load(contextual, directory.Configuration.Architecture.Contextual!.FineTune, backend);
    }

    private IEnumerable<FlowCurve> Curves(GradientByLag layer, int number)
    {
        yield return new FlowCurve(Name, number, FlowState.Hidden, layer.Norms, layer.Sequences);
        if (layer.MemoryNorms.Count > 0) yield return new FlowCurve(Name, number, FlowState.Memory, layer.MemoryNorms, layer.Sequences);
    }

    private static void Copy(Dictionary<string, float[]> weights, ParameterSet<double> parameters)
    {
        foreach ((string name, float[] values) in weights) parameters.Write(name, Array.ConvertAll(values, value => (double)value));
    }
}

/// <summary>Random sequences of equal length.</summary>
/// <param name="Count">The number of sequences.</param>
/// <param name="Steps">The steps of each.</param>
/// <param name="Seed">The seed of their tokens and labels.</param>
internal readonly record struct RandomSequences(int Count, int Steps, ulong Seed)
{
    /// <summary>The number of sequences where the user gives none.</summary>
    public const int UsualCount = 32;

    /// <summary>The steps of a sequence where the user gives none.</summary>
    public const int UsualSteps = 100;
}

/// <summary>Feeds a gradient flow with the sentences of a corpus or with random sequences.</summary>
internal static class FlowSequences
{
    private const int BatchSentences = 32;

    // The initial weights use the random streams from 0 on, one for each parameter.
    private const uint Stream = 1 << 24;

    /// <summary>Adds every sentence of a corpus.</summary>
    public static void AddCorpus(GradientFlow<double> flow, EncodedCorpus corpus, ContextualReader? contextual, CancellationToken cancellation)
    {
        var plan = new BatchPlan(corpus, BatchLimit.OfSentences(BatchSentences));
        plan.SortByLength();
        var batch = new TaggerBatch();
        for (int number = 0; number < plan.Count; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            batch.Fill(corpus, plan[number]);
            contextual?.Fill(corpus, batch);
            flow.Add(batch.Input, batch.Packed.LabelIds);
        }
    }

    /// <summary>Adds sequences of equal length with random tokens and labels.</summary>
    public static void AddRandom(GradientFlow<double> flow, TaggerArchitecture architecture, RandomSequences sequences, CancellationToken cancellation)
    {
        var random = new PhiloxRandom(sequences.Seed, Stream);
        var steps = new PackedSteps();
        for (int done = 0; done < sequences.Count; done += BatchSentences)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] lengths = [.. Enumerable.Repeat(sequences.Steps, Math.Min(BatchSentences, sequences.Count - done))];
            steps.Assign(lengths);
            int[] tokens = [.. Enumerable.Range(0, steps.Tokens).Select(_ => random.Next(architecture.Tokens))];
            int[] labels = [.. Enumerable.Range(0, steps.Tokens).Select(_ => random.Next(architecture.Labels))];
            flow.Add(new TaggerInput(tokens, steps), labels);
        }
    }
}
