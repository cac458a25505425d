using System.Globalization;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Chains;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Directories;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Taggers;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Tagging;

/// <summary>A tagger with all that belongs to it: configuration, vocabularies, parameters.</summary>
public sealed class TaggerModel : IDisposable
{
    /// <summary>The name of the vocabulary of tokens.</summary>
    public const string TokenVocabulary = "tokens";

    /// <summary>The name of the vocabulary of labels.</summary>
    public const string LabelVocabulary = "labels";

    /// <summary>The name of the vocabulary of characters.</summary>
    public const string CharacterVocabulary = "characters";

    /// <summary>The name of the vocabulary of a feature: <c>feature_1</c> for that of number 0.</summary>
    public static string FeatureVocabulary(int feature) => string.Create(CultureInfo.InvariantCulture, $"feature_{feature + 1}");

    private TaggerModel(TrainedModel trained, TaggerVocabularies vocabularies, ContextualModels? contextual)
    {
        (Trained, Vocabularies, Contextual) = (trained, vocabularies, contextual);
        Architecture = ArchitectureOf(Configuration);
        Tagger = new Tagger<float>(Architecture, name => Parameters[name]);
    }

    /// <summary>Configuration, vocabularies and parameters, as a directory holds them.</summary>
    public TrainedModel Trained { get; }

    /// <summary>Everything that rebuilds the model.</summary>
    public ModelConfiguration Configuration => Trained.Configuration;

    /// <summary>All symbols that it knows.</summary>
    public TaggerVocabularies Vocabularies { get; }

    /// <summary>The language models whose layers it reads, or null; whoever loaded them frees them with this model.</summary>
    public ContextualModels? Contextual { get; }

    /// <summary>The tokens that it knows.</summary>
    public Vocabulary Tokens => Vocabularies.Tokens;

    /// <summary>The labels that it gives.</summary>
    public Vocabulary Labels => Vocabularies.Labels;

    /// <summary>Its shape.</summary>
    public TaggerArchitecture Architecture { get; }

    /// <summary>What computes.</summary>
    public Backend<float> Backend => Trained.Backend;

    /// <summary>Its parameters.</summary>
    public ParameterSet<float> Parameters => Trained.Parameters;

    /// <summary>Its equations.</summary>
    public Tagger<float> Tagger { get; }

    /// <summary>
    /// Promises the backend that the weights never change, for models that only run. Their products are prepared once, which makes short batches faster.
    /// </summary>
    public void KeepWeights()
    {
        Tagger.KeepWeights(Backend);
        Contextual?.KeepWeights();
    }

    /// <summary>The same tagger for another backend over the same memory: see <see cref="TrainedModel.On"/>.</summary>
    public TaggerModel On(Backend<float> worker) => new(Trained.On(worker), Vocabularies, Contextual?.On(worker));

    /// <summary>A reader of its language models' layers, or null if it reads none.</summary>
    public ContextualReader? NewContextualReader() => Contextual is null ? null : new ContextualReader(Contextual);

    /// <summary>An empty list of sentences without labels for this model.</summary>
    public EncodedCorpus NewSentences() => new(Tokens, Vocabularies.Characters, Vocabularies.Features, Vocabularies.KeepsWords);

    /// <summary>
    /// A decoder of its conditional random field or of its label model, limited to well-formed spans where the configuration says so; null without both.
    /// </summary>
    public ChainDecoder<float>? NewDecoder() => Tagger.DecodingChain is { } chain ? NewDecoder(chain) : null;

    /// <summary>The same with other weights of the chain.</summary>
    internal ChainDecoder<float> NewDecoder(ChainWeights<float> chain)
    {
        var spans = new SpanRules(Labels.Symbols);
        LabelRules? rules = Configuration.Architecture.WellFormedSpans ? new LabelRules(spans.MayStart, spans.MayFollow, spans.MayEnd) : null;
        return new ChainDecoder<float>(Backend, chain, rules);
    }

    /// <summary>A new model with initial values drawn from the configuration's seed.</summary>
    /// <param name="configuration">Everything that describes it.</param>
    /// <param name="vocabularies">All symbols that it knows.</param>
    /// <param name="backend">The device that computes.</param>
    /// <param name="contextual">The directories of the language models whose layers it reads; null for none.</param>
    /// <exception cref="InputException">It would have more parameters than a model can have.</exception>
    /// <exception cref="Compute.Devices.DeviceMemoryException">The device does not have the memory for it.</exception>
    public static TaggerModel Create(
        ModelConfiguration configuration, TaggerVocabularies vocabularies, Backend<float> backend, ContextualDirectories? contextual = null)
    {
        TrainedModel trained = TrainedModel.Create(
            configuration, vocabularies.Lines(), SizeOf(configuration.Architecture), ArchitectureOf(configuration).Parameters(), backend,
            contextual?.CopiesFor(configuration.Architecture.Contextual!));
        var model = new TaggerModel(trained, vocabularies, ContextualModels.LoadFor(trained, contextual));
        model.Contextual?.CopyTo(model.Architecture.Contextual!, model.Parameters);
        return model;
    }

    /// <summary>Loads a trained model for running.</summary>
    /// <exception cref="InputException">The directory is no model, not a tagger, or its files do not fit each other.</exception>
    public static TaggerModel Load(ModelDirectory directory, Backend<float> backend)
    {
        (ModelConfiguration configuration, TaggerVocabularies vocabularies) = ReadDescription(directory);
        using ContextualDirectories? contextual = ContextualDirectories.Of(directory);
        TrainedModel trained = TrainedModel.Load(directory, vocabularies.Lines(), ArchitectureOf(configuration).Parameters(), backend);
        return new TaggerModel(trained, vocabularies, ContextualModels.LoadFor(trained, contextual));
    }

    /// <summary>Reads a tagger's configuration.</summary>
    /// <exception cref="InputException">It is malformed, or not of a tagger that this version can build.</exception>
    public static ModelConfiguration ReadConfiguration(ModelDirectory directory)
    {
        ModelConfiguration configuration = directory.Configuration;
        ArchitectureConfiguration architecture = configuration.Architecture;
        string path = Path.Combine(directory.Path, ModelFiles.Configuration);
        configuration.RequireTask(ModelTask.Tag, path);
        if (CellCatalog.MistakeIn(architecture.Cell, architecture.CellOptions) is { } mistake)
            throw new InputException($"{path}: architecture.cell: {mistake}");
        ContextualDescription.Require(architecture.Contextual, path);

        var features = new FeatureColumns(configuration.Text.Features);
        features.Check($"{path}: text.features");
        string[] characters = ReadsCharacters(configuration) ? [CharacterVocabulary] : [];
        string[] needed = [TokenVocabulary, LabelVocabulary, .. characters, .. FeatureNames(features.Count)];
        string? missing = Array.Find(needed, name => !architecture.Vocabularies.ContainsKey(name));
        if (missing is not null)
            throw new InputException($"{path}: the key architecture.vocabularies.{missing} is missing");
        if (architecture.Vocabularies.ContainsKey(FeatureVocabulary(features.Count)))
            throw new InputException($"{path}: architecture.vocabularies.{FeatureVocabulary(features.Count)}: text.features names no such feature");
        return configuration;
    }

    /// <summary>Reads configuration and vocabularies, without the weights.</summary>
    /// <exception cref="InputException">The directory is no model, not a tagger, or its vocabularies are damaged.</exception>
    public static (ModelConfiguration Configuration, TaggerVocabularies Vocabularies) ReadDescription(ModelDirectory directory)
    {
        ModelConfiguration configuration = ReadConfiguration(directory);
        TokenNormalizer normalizer = configuration.Text.Normalizer();
        Vocabulary tokens = directory.ReadVocabulary(TokenVocabulary, SizeOf(configuration, TokenVocabulary), normalizer);
        Vocabulary labels = directory.ReadVocabulary(LabelVocabulary, SizeOf(configuration, LabelVocabulary));
        Vocabulary? characters = ReadsCharacters(configuration)
            ? directory.ReadVocabulary(CharacterVocabulary, SizeOf(configuration, CharacterVocabulary), hasUnknown: true)
            : null;
        IEnumerable<Vocabulary> features = FeatureNames(new FeatureColumns(configuration.Text.Features).Count)
            .Select(name => directory.ReadVocabulary(name, SizeOf(configuration, name), hasUnknown: true));
        return (configuration, new TaggerVocabularies(tokens, labels, characters)
        {
            Features = [.. features],
            KeepsWords = configuration.Architecture.Contextual is not null,
        });
    }

    /// <summary>The shape that a configuration describes, its vocabularies' sizes included.</summary>
    /// <exception cref="ArgumentException">It names a cell or an option that this version does not have.</exception>
    public static TaggerArchitecture ArchitectureOf(ArchitectureConfiguration options)
    {
        return new TaggerArchitecture(
            options.Vocabularies[TokenVocabulary],
            options.Vocabularies[LabelVocabulary],
            options.Embedding,
            CellCatalog.Create(options.Cell, options.CellOptions),
            options.Hidden,
            options.Layers,
            options.Bidirectional,
            options.Dropout,
            options.Crf)
        {
            Variant = options.LayerVariant(),
            HasLabelModel = options.LabelModel > 0,
            DropoutVariant = options.DropoutVariant(),
            SelfAttentionHeads = options.SelfAttention,
            Features = [.. FeatureNames(options.Vocabularies.Count).TakeWhile(options.Vocabularies.ContainsKey).Select(name => options.Vocabularies[name])],
            FeatureEmbedding = options.FeatureEmbedding,
            Contextual = ContextualDescription.ArchitectureOf(options.Contextual),
            Characters = options.Characters(options.Vocabularies.GetValueOrDefault(CharacterVocabulary)),
        };
    }

    /// <summary>How many parameters a configuration asks for.</summary>
    public static ModelSize SizeOf(ArchitectureConfiguration options) => new(options, one => ArchitectureOf(one).Parameters());

    /// <summary>Frees the parameters' memory; the device belongs to the caller.</summary>
    public void Dispose()
    {
        Trained.Dispose();
        Contextual?.Dispose();
    }

    private static TaggerArchitecture ArchitectureOf(ModelConfiguration configuration) => ArchitectureOf(configuration.Architecture) with
    {
        FreezeEmbeddings = configuration.Training.FreezeEmbeddings,
        TrainingLoss = configuration.Training.TaggerLoss(),
    };

    private static IEnumerable<string> FeatureNames(int count) => Enumerable.Range(0, count).Select(FeatureVocabulary);

    private static bool ReadsCharacters(ModelConfiguration configuration) => configuration.Architecture.CharCell != CharacterCell.None;

    private static int SizeOf(ModelConfiguration configuration, string vocabulary) => configuration.Architecture.Vocabularies[vocabulary];
}
