using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Directories;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Translators;
using Rnnctl.Text;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Translation;

/// <summary>A translator with all that belongs to it: configuration, vocabularies, parameters.</summary>
public sealed class TranslatorModel : IDisposable
{
    private TranslatorModel(TrainedModel trained, TranslatorText text, ContextualModels? contextual)
    {
        (Trained, Text, Contextual) = (trained, text, contextual);
        Architecture = ArchitectureOf(Configuration.Architecture);
        Translator = new Translator<float>(Architecture, name => Parameters[name]);
    }

    /// <summary>Configuration, vocabularies and parameters, as a directory holds them.</summary>
    public TrainedModel Trained { get; }

    /// <summary>Everything that rebuilds the model.</summary>
    public ModelConfiguration Configuration => Trained.Configuration;

    /// <summary>How text becomes its symbols.</summary>
    public TranslatorText Text { get; }

    /// <summary>The language models whose layers its encoder reads, or null; whoever loaded them frees them with this model.</summary>
    public ContextualModels? Contextual { get; }

    /// <summary>Its shape.</summary>
    public TranslatorArchitecture Architecture { get; }

    /// <summary>What computes.</summary>
    public Backend<float> Backend => Trained.Backend;

    /// <summary>Its parameters.</summary>
    public ParameterSet<float> Parameters => Trained.Parameters;

    /// <summary>Its equations.</summary>
    public Translator<float> Translator { get; }

    /// <summary>A reader of its language models' layers, or null if it reads none.</summary>
    public ContextualReader? NewContextualReader() => Contextual is null ? null : new ContextualReader(Contextual);

    /// <summary>
    /// Promises the backend that the weights never change, for models that only run. Their products are prepared once, which makes single sentences faster.
    /// </summary>
    public void KeepWeights()
    {
        Translator.KeepWeights(Backend);
        Contextual?.KeepWeights();
    }

    /// <summary>The same translator for another backend over the same memory: see <see cref="TrainedModel.On"/>.</summary>
    public TranslatorModel On(Backend<float> worker) => new(Trained.On(worker), Text, Contextual?.On(worker));

    /// <summary>A new model with initial values drawn from the configuration's seed.</summary>
    /// <param name="configuration">Everything that describes it.</param>
    /// <param name="text">All symbols that it knows.</param>
    /// <param name="backend">The device that computes.</param>
    /// <param name="contextual">The directories of the language models whose layers it reads; null for none.</param>
    /// <exception cref="InputException">It would have more parameters than a model can have.</exception>
    /// <exception cref="Compute.Devices.DeviceMemoryException">The device does not have the memory for it.</exception>
    public static TranslatorModel Create(
        ModelConfiguration configuration, TranslatorText text, Backend<float> backend, ContextualDirectories? contextual = null)
    {
        ArchitectureConfiguration options = configuration.Architecture;
        TrainedModel trained = TrainedModel.Create(
            configuration, text.Lines(), SizeOf(options), ArchitectureOf(options).Parameters(), backend, contextual?.CopiesFor(options.Contextual!));
        var model = new TranslatorModel(trained, text, ContextualModels.LoadFor(trained, contextual));
        model.Contextual?.CopyTo(model.Architecture.Contextual!, model.Parameters);
        return model;
    }

    /// <summary>Loads a trained model for running.</summary>
    /// <exception cref="InputException">The directory is no model, not a translator, or its files do not fit each other.</exception>
    public static TranslatorModel Load(ModelDirectory directory, Backend<float> backend)
    {
        (ModelConfiguration configuration, TranslatorText text) = ReadDescription(directory);
        using ContextualDirectories? contextual = ContextualDirectories.Of(directory);
        TrainedModel trained = TrainedModel.Load(directory, text.Lines(), ArchitectureOf(configuration.Architecture).Parameters(), backend);
        return new TranslatorModel(trained, text, ContextualModels.LoadFor(trained, contextual));
    }

    /// <summary>Reads a translator's configuration.</summary>
    /// <exception cref="InputException">It is malformed, or not of a translator that this version can build.</exception>
    public static ModelConfiguration ReadConfiguration(ModelDirectory directory)
    {
        ModelConfiguration configuration = directory.Configuration;
        string path = Path.Combine(directory.Path, ModelFiles.Configuration);
        configuration.RequireTask(ModelTask.Translate, path);
        if (configuration.Architecture.Translator is null) throw new InputException($"{path}: the key architecture.translator is missing");
        string? missing = Array.Find(
            [TranslatorText.SourceVocabulary, TranslatorText.TargetVocabulary], name => !configuration.Architecture.Vocabularies.ContainsKey(name));
        if (missing is not null) throw new InputException($"{path}: the key architecture.vocabularies.{missing} is missing");
        ContextualDescription.Require(configuration.Architecture.Contextual, path);
        RequireConsistency(configuration.Architecture, path);
        return configuration;
    }

    /// <summary>Reads configuration and vocabularies, without the weights.</summary>
    /// <exception cref="InputException">The directory is no model, not a translator, or its vocabularies are damaged.</exception>
    public static (ModelConfiguration Configuration, TranslatorText Text) ReadDescription(ModelDirectory directory)
    {
        ModelConfiguration configuration = ReadConfiguration(directory);
        TextEncoder source = EncoderFiles.Read(directory, TranslatorText.SourceVocabulary, configuration.Text.Normalizer());
        TextEncoder target = EncoderFiles.Read(directory, TranslatorText.TargetVocabulary, configuration.Text.TargetNormalizer());
        return (configuration, new TranslatorText(source, target) { KeepsWords = configuration.Architecture.Contextual is not null });
    }

    /// <summary>Refuses unknown cells, and options that do not go together.</summary>
    /// <param name="options">The configuration of a translator.</param>
    /// <param name="source">Where the options come from, the first words of a message: a file or <c>options</c>.</param>
    /// <exception cref="InputException">A cell is unknown, or options do not go together; the message names them.</exception>
    public static void RequireConsistency(ArchitectureConfiguration options, string source)
    {
        if (CellCatalog.MistakeIn(options.Cell, options.CellOptions) is { } mistake) throw ArchitectureMistake.Of(source, $"cell: {mistake}");
        if (CellCatalog.MistakeIn(options.Translator!.DecoderCell, CellSettings.None) is { } inDecoder)
            throw ArchitectureMistake.Of(source, $"translator.decoder_cell: {inDecoder}");
        if (options.Layers < 1) throw ArchitectureMistake.Of(source, $"layers: a translator has at least one, found {options.Layers}");
        if (ArchitectureOf(options).Mistake() is { } inTranslator) throw ArchitectureMistake.Of(source, inTranslator);
    }

    /// <summary>The shape that a configuration describes, with one symbol in each vocabulary that it does not know yet.</summary>
    /// <exception cref="ArgumentException">It names a cell or an option that this version does not have.</exception>
    public static TranslatorArchitecture ArchitectureOf(ArchitectureConfiguration options)
    {
        TranslatorConfiguration translator = options.Translator!;
        CellDefinition encoder = CellCatalog.Create(options.Cell, options.CellOptions);
        return new TranslatorArchitecture(
            options.Vocabularies.GetValueOrDefault(TranslatorText.SourceVocabulary, 1),
            options.Vocabularies.GetValueOrDefault(TranslatorText.TargetVocabulary, 1),
            options.Embedding,
            encoder,
            translator.DecoderCell == options.Cell ? encoder : CellCatalog.Create(translator.DecoderCell, CellSettings.None),
            options.Hidden,
            options.Layers,
            options.Bidirectional,
            options.Dropout)
        {
            Variant = options.LayerVariant(),
            EncoderLayers = translator.EncoderLayers,
            DropoutVariant = options.DropoutVariant(),
            Context = translator.Context,
            ContextUse = translator.ContextUse,
            InitialState = translator.InitialState,
            Attention = translator.Attention,
            Query = translator.AttentionQuery,
            Heads = translator.AttentionHeads,
            InputFeeding = translator.InputFeeding,
            TieEmbeddings = translator.TieEmbeddings,
            JointVocabulary = translator.JointVocabulary,
            Contextual = ContextualDescription.ArchitectureOf(options.Contextual),
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
}
