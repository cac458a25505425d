using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Files;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Tagging;
using Rnnctl.Inference.Tasks;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Taggers;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Train;

/// <summary>
/// The trained model that a new one starts from: <c>--from</c>. The new model has its architecture, reads text as it does, begins with its weights, and knows
/// its symbols and those that the training data adds. The optimiser and the loop start anew.
/// </summary>
internal sealed class ParentModel : IDisposable
{
    private const int MostNames = 8;

    private readonly TrainRequest _request;
    private readonly ToolConsole _console;
    private readonly string _path;

    private ParentModel(string path, TrainRequest request, ToolConsole console)
    {
        (_path, _request, _console) = (path, request, console);
        Directory = ModelDirectory.Open(path);
    }

    /// <summary>Its directory.</summary>
    public ModelDirectory Directory { get; }

    /// <summary>Refuses to write the new model where the parent is.</summary>
    /// <exception cref="InputException">The parent is in the directory of <c>--output</c>.</exception>
    public static void RequireOther(TrainRequest request)
    {
        if (request is not { Resume: false, From: { } path } || !ResolvedPath.IsSameOrInside(path, request.Output)) return;
        throw new InputException(
            $"--from {path}: it is in the directory of --output", "give the new model another directory; --resume goes on training the one that is there");
    }

    /// <summary>Opens the parent of a new run; null without one, and for a run that goes on, which does not need it any more.</summary>
    /// <exception cref="InputException">It is no model, or damaged.</exception>
    public static ParentModel? Open(TrainRequest request, ToolConsole console) =>
        request is { Resume: false, From: { } path } ? new ParentModel(path, request, console) : null;

    /// <summary>
    /// The options of the new model: what the user gave, over those of the parent. Optimiser and loop have their usual defaults, whatever the parent had.
    /// </summary>
    /// <param name="parent">The parent's configuration.</param>
    /// <exception cref="InputException">The user gave an option that the weights do not allow to change.</exception>
    public ModelConfiguration Configure(ModelConfiguration parent)
    {
        ModelConfiguration start = parent with
        {
            ToolVersion = new ModelConfiguration().ToolVersion,
            From = new OriginConfiguration { Path = _path, Sha256 = Directory.Weights.Sha256(), FixedVocabulary = _request.FixedVocabulary },
            Training = new TrainingConfiguration
            {
                WordDropout = parent.Training.WordDropout,
                LabelSmoothing = parent.Training.LabelSmoothing,
                Focal = parent.Training.Focal,
                ScheduledSampling = parent.Training.ScheduledSampling,
                Softmax = parent.Training.Softmax,
            },
        };
        ModelConfiguration given = _request.Configure(start), complete = ModelRules.CompleteCell(parent);
        foreach (ConfigurationOption option in ConfigurationOptions.All)
        {
            (object? before, object? now) = (option.Get(complete), option.Get(given));
            if (!option.FixedByWeights || Equals(before, now)) continue;
            throw new InputException($"{option.Name}: expected {Spelled(before)}, as {_path} has it, found {Spelled(now)}", "leave it out: --from decides");
        }

        return given;
    }

    /// <summary>The error of other language models than those that the parent reads.</summary>
    public InputException OtherContext()
    {
        string problem = Directory.Configuration.Architecture.Contextual is null ? "reads no language models" : "reads other language models";
        return new InputException($"--contextual: {_path} {problem}", "leave it out: --from decides");
    }

    /// <summary>The vocabularies of a tagger that starts from this one.</summary>
    /// <param name="options">Its options.</param>
    /// <param name="train">The counts of its training corpus.</param>
    /// <param name="labels">The corpus' labels in the scheme that is learnt.</param>
    /// <exception cref="InputException">The vocabularies are damaged; or they stay as they are, and a label is not among them.</exception>
    public TaggerVocabularies VocabulariesOf(ModelConfiguration options, CorpusCounts train, IReadOnlyList<string> labels)
    {
        TaggerVocabularies before = TaggerModel.ReadDescription(Directory).Vocabularies;
        string[] added = [.. labels.Where(label => !before.Labels.Has(label))];
        if (_request.FixedVocabulary && added.Length > 0) throw UnknownLabel(added[0], options);
        TaggerVocabularies vocabularies = _request.FixedVocabulary ? before : before.GrownBy(train, labels, options.Text.VocabularySelection());
        Describe(vocabularies.Sizes(), added);
        return vocabularies;
    }

    /// <summary>The encoders of a translator that starts from this one, as far as its training corpus adds no words to them.</summary>
    public GivenEncoders EncodersThatStay()
    {
        TranslatorText before = TranslatorModel.ReadDescription(Directory).Text;
        bool Stays(TextEncoder encoder) => _request.FixedVocabulary || encoder.Subwords is not null;
        return new GivenEncoders(Stays(before.Source) ? before.Source : null, Stays(before.Target) ? before.Target : null);
    }

    /// <summary>The symbols of a translator that starts from this one.</summary>
    /// <exception cref="InputException">The vocabularies are damaged.</exception>
    public TranslatorText TextOf(ModelConfiguration options, TrainingPairs train)
    {
        TranslatorText before = TranslatorModel.ReadDescription(Directory).Text;
        TranslatorText text = _request.FixedVocabulary ? before : TranslatorVocabularies.Grown(options, before, train);
        Describe(text.Sizes(), addedLabels: []);
        return text;
    }

    /// <summary>The symbols of a language model that starts from this one.</summary>
    /// <exception cref="InputException">The vocabulary is damaged, or a file of the text can't be read.</exception>
    public TextEncoder TextOf(ModelConfiguration options, PlainText train)
    {
        TextEncoder before = TrainedLanguageModel.ReadDescription(Directory).Text;
        TextEncoder text = _request.FixedVocabulary ? before : before.GrownBy(train, options.Text.VocabularySelection());
        Describe(TrainedLanguageModel.SizesOf(text), addedLabels: []);
        return text;
    }

    /// <summary>Writes the parent's weights into a new model, and closes the parent's files: another run may replace them.</summary>
    /// <param name="model">The new model.</param>
    /// <param name="owner">What is freed if the weights cannot be read.</param>
    /// <exception cref="InputException">The weights are not those of the parent's configuration, or a number is not finite.</exception>
    public void Begin(TrainedModel model, IDisposable owner)
    {
        try
        {
            IReadOnlyList<ParameterShape> shapes = TaskModel.ParametersOf(Directory.Configuration);
            ParameterFile.Require(Directory.Weights, shapes);
            InheritedWeights.Write(Directory.Weights, shapes, model.Parameters);
            WarnOfFrozenRows(shapes, model.Parameters);
            Dispose();
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <summary>Closes the parent's files.</summary>
    public void Dispose() => Directory.Dispose();

    private static string Spelled(object? value) => value switch
    {
        bool isOn => isOn ? "on" : "off",
        null or "" => "none",
        _ => OptionText.Of(value),
    };

    private InputException UnknownLabel(string label, ModelConfiguration options)
    {
        string? place = LabelSearch.Find(_request.Train, options.Text.Layout(), label, options.Text.Scheme);
        string problem = $"--fixed-vocabulary: {_path} does not know the label '{label}'";
        return new InputException(place is null ? problem : $"{place}: {problem}", "without --fixed-vocabulary the label is added");
    }

    /// <summary>Warns of new rows that never learn.</summary>
    private void WarnOfFrozenRows(IReadOnlyList<ParameterShape> before, ParameterSet<float> now)
    {
        HashSet<(string Name, int Count)> known = [.. before.Select(shape => (shape.Name, shape.Count))];
        IEnumerable<string> changed = now.Shapes.Where(shape => shape.Frozen && !known.Contains((shape.Name, shape.Count))).Select(shape => shape.Name);
        string[] names = [.. changed.Where(name => !name.StartsWith(TaggerArchitecture.LabelModel, StringComparison.Ordinal))];
        if (names.Length > 0) _console.Warn($"--freeze: new symbols stay as they were drawn at random in {string.Join(", ", names)}");
    }

    /// <summary>Says in a line what the vocabularies have and what is added: <c>from slots: tokens 126 + 12, labels 11 + 0</c>.</summary>
    private void Describe(IReadOnlyDictionary<string, int> sizes, string[] addedLabels)
    {
        IReadOnlyDictionary<string, int> before = Directory.Configuration.Architecture.Vocabularies;
        IEnumerable<string> vocabularies = sizes.Keys.Where(name => !EncoderFiles.IsOfMerges(name));
        string grown = string.Join(", ", vocabularies.Select(name => $"{name} {before[name]} + {sizes[name] - before[name]}"));
        string segments = sizes.Keys.Any(EncoderFiles.IsOfMerges) ? "; segments of words stay, since their merges do" : "";
        string names = addedLabels.Length == 0 ? "" : $" ({string.Join(", ", addedLabels.Take(MostNames))}{(addedLabels.Length > MostNames ? ", ..." : "")})";
        _console.Note($"from {_path}: {grown}{names}{segments}");
    }
}
