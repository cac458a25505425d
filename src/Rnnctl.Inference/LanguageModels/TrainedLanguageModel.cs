using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Models.Characters;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Parameters;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.LanguageModels;

/// <summary>A language model with its configuration, vocabulary and parameters.</summary>
public sealed class TrainedLanguageModel : IDisposable
{
    /// <summary>The name of the vocabulary.</summary>
    public const string TokenVocabulary = "tokens";

    private TrainedLanguageModel(TrainedModel trained, TextEncoder text)
    {
        (Trained, Text) = (trained, text);
        Architecture = ArchitectureOf(Configuration.Architecture);
        Model = new LanguageModel<float>(Architecture, name => Parameters[name]);
    }

    /// <summary>Configuration, vocabulary and parameters, as a directory holds them.</summary>
    public TrainedModel Trained { get; }

    /// <summary>Everything that rebuilds the model.</summary>
    public ModelConfiguration Configuration => Trained.Configuration;

    /// <summary>How text becomes symbols, and symbols text. A model without an output layer knows no word.</summary>
    public TextEncoder Text { get; }

    /// <summary>The architecture.</summary>
    public LanguageModelArchitecture Architecture { get; }

    /// <summary>The device that computes.</summary>
    public Backend<float> Backend => Trained.Backend;

    /// <summary>The parameters.</summary>
    public ParameterSet<float> Parameters => Trained.Parameters;

    /// <summary>The equations.</summary>
    public LanguageModel<float> Model { get; }

    /// <summary>
    /// Promises the backend that the weights never change, for models that only run. Their products are prepared once, which makes short batches faster.
    /// </summary>
    public void KeepWeights() => Model.KeepWeights(Backend);

    /// <summary>The same language model for another backend over the same memory: see <see cref="TrainedModel.On"/>.</summary>
    public TrainedLanguageModel On(Backend<float> worker) => new(Trained.On(worker), Text);

    /// <summary>A new model with initial values drawn from the configuration's seed.</summary>
    /// <exception cref="InputException">It would have more parameters than a model can have, or fewer symbols than the softmax of training samples.</exception>
    /// <exception cref="Compute.Devices.DeviceMemoryException">The device does not have the memory for it.</exception>
    public static TrainedLanguageModel Create(ModelConfiguration configuration, TextEncoder text, Backend<float> backend)
    {
        ArchitectureConfiguration options = configuration.Architecture;
        SampledSoftmax.RequireFit(configuration.Training.Softmax, text.Vocabulary.Count);
        bool isSampled = SampledSoftmax.SamplesOf(configuration.Training.Softmax) > 0;
        IReadOnlyList<ParameterShape> shapes = ArchitectureOf(options).Parameters(outputByRows: isSampled);
        return new TrainedLanguageModel(TrainedModel.Create(configuration, Lines(text), SizeOf(options), shapes, backend), text);
    }

    /// <summary>Loads a trained model for running.</summary>
    /// <exception cref="InputException">The directory is no model, not a language model, or its files do not fit each other.</exception>
    public static TrainedLanguageModel Load(ModelDirectory directory, Backend<float> backend)
    {
        (ModelConfiguration configuration, TextEncoder text) = ReadDescription(directory);
        IReadOnlyList<ParameterShape> shapes = ArchitectureOf(configuration.Architecture).Parameters();
        return new TrainedLanguageModel(TrainedModel.Load(directory, HasOutputLayer(configuration) ? Lines(text) : [], shapes, backend), text);
    }

    /// <summary>Reads a language model's configuration.</summary>
    /// <exception cref="InputException">It is malformed, or not of a language model that this version can build.</exception>
    public static ModelConfiguration ReadConfiguration(ModelDirectory directory)
    {
        ModelConfiguration configuration = directory.Configuration;
        string path = Path.Combine(directory.Path, ModelFiles.Configuration);
        configuration.RequireTask(ModelTask.Lm, path);
        RequireDescription(configuration, path);
        return configuration;
    }

    /// <summary>Refuses a configuration of a language model that this version cannot build.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="path">Where it is from, the first words of a message.</param>
    /// <exception cref="InputException">A key is missing or out of range, or two exclude each other.</exception>
    public static void RequireDescription(ModelConfiguration configuration, string path)
    {
        configuration.RequireRanges(path);
        if (configuration.Architecture.LanguageModel is null) throw new InputException($"{path}: the key architecture.language_model is missing");
        bool readsCharacters = configuration.Architecture.CharCell != CharacterCell.None;
        if (!readsCharacters && !HasOutputLayer(configuration))
            throw new InputException($"{path}: the key architecture.vocabularies.{TokenVocabulary} is missing");
        if (readsCharacters && configuration.Architecture.CharConvolution is null)
            throw new InputException($"{path}: the key architecture.char_convolution is missing");
        RequireConsistency(configuration.Architecture, path);
    }

    /// <summary>Reads configuration and text encoder, without the weights.</summary>
    /// <exception cref="InputException">The directory is no model, not a language model, or its vocabulary is damaged.</exception>
    public static (ModelConfiguration Configuration, TextEncoder Text) ReadDescription(ModelDirectory directory)
    {
        ModelConfiguration configuration = ReadConfiguration(directory);
        return (configuration, HasOutputLayer(configuration)
            ? EncoderFiles.Read(directory, TokenVocabulary, configuration.Text.Normalizer(), configuration.Architecture.LanguageModel!.Unit)
            : new TextEncoder(Vocabulary.ForSequences(new SymbolCounts(), new VocabularySelection()), subwords: null));
    }

    /// <summary>The number of lines of each file of a text encoder, as the configuration holds it.</summary>
    public static IReadOnlyDictionary<string, int> SizesOf(TextEncoder text) => Lines(text).ToDictionary(one => one.Key, one => one.Value.Count);

    /// <summary>Refuses cells and options that do not exist, or that exclude each other.</summary>
    /// <param name="options">The configuration of a language model.</param>
    /// <param name="source">Where the options come from, the first words of a message: a file or <c>options</c>.</param>
    /// <exception cref="InputException">The options cannot be used; the message names them.</exception>
    public static void RequireConsistency(ArchitectureConfiguration options, string source)
    {
        if (CellCatalog.MistakeIn(options.Cell, options.CellOptions) is { } inCell) throw ArchitectureMistake.Of(source, $"cell: {inCell}");
        if (ArchitectureOf(options).Mistake() is { } mistake) throw ArchitectureMistake.Of(source, mistake);
        bool hasWholeWords = options.LanguageModel!.Unit == TextUnit.Words && !EncoderFiles.HasMerges(options, TokenVocabulary);
        if (options.CharCell != CharacterCell.None && !hasWholeWords)
            throw ArchitectureMistake.Of(source, "char_cell: a model that reads words by their characters predicts whole words");
    }

    /// <summary>Whether a language model predicts words; otherwise it has no vocabulary, and makes vectors of words only.</summary>
    public static bool HasOutputLayer(ModelConfiguration configuration) => configuration.Architecture.Vocabularies.ContainsKey(TokenVocabulary);

    /// <summary>Requires a language model that predicts words.</summary>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="path">The path of its directory.</param>
    /// <exception cref="InputException">It has no output layer.</exception>
    public static void RequireOutputLayer(ModelConfiguration configuration, string path)
    {
        if (!HasOutputLayer(configuration))
            throw new InputException($"{path}: the model has no output layer: it makes vectors of words, and predicts none", "rnnctl embed runs it");
    }

    /// <summary>The architecture that a configuration describes; without an output layer where it knows no vocabulary.</summary>
    /// <exception cref="ArgumentException">It names a cell or an option that this version does not have.</exception>
    public static LanguageModelArchitecture ArchitectureOf(ArchitectureConfiguration options) => new(
        options.Vocabularies.GetValueOrDefault(TokenVocabulary),
        options.Embedding,
        CellCatalog.Create(options.Cell, options.CellOptions),
        options.Hidden,
        options.Layers,
        options.LanguageModel!.Direction,
        options.Dropout)
    {
        Variant = options.LayerVariant(),
        DropoutVariant = options.DropoutVariant(),
        TieEmbeddings = options.LanguageModel.TieEmbeddings,
        Characters = options.Characters(ByteAlphabet.Count) is { } characters ? characters with { Projection = options.Embedding, WholeWindows = true } : null,
    };

    /// <summary>Draws the samples of training's softmax; null for the full one.</summary>
    public LogUniformSampler<float>? NewSampler() =>
        SampledSoftmax.SamplesOf(Configuration.Training.Softmax) is > 0 and int samples ? new LogUniformSampler<float>(Architecture.Symbols, samples) : null;

    /// <summary>How many parameters a configuration asks for.</summary>
    public static ModelSize SizeOf(ArchitectureConfiguration options) => new(options, one => ArchitectureOf(one).Parameters());

    /// <summary>A list for the words of texts that a model reads by their characters; null if it reads none.</summary>
    /// <param name="options">The model's configuration.</param>
    /// <param name="text">Its symbols.</param>
    public static WrittenWords? NewWords(ArchitectureConfiguration options, TextEncoder text) => ArchitectureOf(options).Characters is { } characters
        ? new WrittenWords(text.Vocabulary, characters.Filters.Max(bank => bank.Width))
        : null;

    /// <summary>An empty list of sentences for this model.</summary>
    /// <param name="framesEmpty">Whether a sentence without words also has its begin and end symbols.</param>
    public EncodedWords NewSentences(bool framesEmpty = false) => new(Text, NewWords(Configuration.Architecture, Text)) { FramesEmpty = framesEmpty };

    /// <summary>Frees the parameters' memory; the device belongs to the caller.</summary>
    public void Dispose() => Trained.Dispose();

    private static Dictionary<string, IReadOnlyList<string>> Lines(TextEncoder text) => EncoderFiles.Lines(TokenVocabulary, text);
}
