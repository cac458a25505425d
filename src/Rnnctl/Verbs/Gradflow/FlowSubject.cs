using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Files;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Taggers;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Gradflow;

/// <summary>A tagger to look into, in double: one that was trained, or one around a cell with the weights that training starts with.</summary>
/// <param name="Name">What the figures call it.</param>
/// <param name="Architecture">Its shape.</param>
/// <param name="Write">Gives the parameters their values.</param>
/// <param name="Encode">Turns labelled sentences into its ids.</param>
internal sealed record FlowSubject(
    string Name, TaggerArchitecture Architecture, Action<ParameterSet<double>> Write, Func<LabelledCorpus, TaggingData> Encode)
{
    private const int RandomTokens = 50;
    private const int RandomLabels = 10;

    /// <summary>The columns that it reads beside the token.</summary>
    public FeatureColumns Features { get; init; } = FeatureColumns.None;

    /// <summary>The model of a directory.</summary>
    public static FlowSubject OfModel(string path, ToolConsole console)
    {
        using ModelDirectory directory = OpenModel.At(path, console);
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
        };
    }

    /// <summary>A cell that reads forward, with vocabularies of the sentences that it is to read, or small ones where there are none.</summary>
    public static FlowSubject OfCell(string name, GradflowRequest request, LabelledCorpus? gold)
    {
        TaggerVocabularies? vocabularies = gold is null ? null : TaggerVocabularies.Of(gold, new VocabularyOptions(), withCharacters: false);
        var architecture = new TaggerArchitecture(
            vocabularies?.Tokens.Count ?? RandomTokens,
            vocabularies?.Labels.Count ?? RandomLabels,
            Embedding: request.Hidden,
            CellCatalog.Find(name)!,
            request.Hidden,
            request.Layers,
            Bidirectional: false,
            Dropout: 0);
        ulong seed = request.Compute.Seed;
        return new FlowSubject(name, architecture, parameters => parameters.Initialize(seed), corpus => TaggingData.Of(corpus, vocabularies!));
    }

    /// <summary>Refuses a tagger that reads more than the tokens which random sequences are made of.</summary>
    /// <exception cref="InputException">It reads characters or features.</exception>
    public void RequireTokensAlone()
    {
        string? more = Architecture.Characters is not null ? "characters" : Features.Count > 0 ? $"the features {Features.Text}" : null;
        if (more is not null)
            throw new InputException($"{Name}: the model reads {more} beside tokens, and random sequences have none", "name a labelled file after the model");
    }

    /// <summary>The curves of its layers.</summary>
    public IEnumerable<FlowCurve> Run(Backend<double> backend, GradflowRequest request, LabelledCorpus? gold, CancellationToken cancellation)
    {
        using var parameters = new ParameterSet<double>(backend, Architecture.Parameters(), learning: false);
        Write(parameters);
        using var flow = new GradientFlow<double>(backend, Architecture, name => parameters[name]);
        if (gold is not null) FlowSequences.AddCorpus(flow, Encode(gold).Encoded, cancellation);
        else FlowSequences.AddRandom(flow, Architecture, request.Sequences, request.Steps, request.Compute.Seed, cancellation);
        return [.. flow.Layers.SelectMany((layer, number) => Curves(layer, number + 1))];
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
