using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Imports;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Tagging;
using Rnnctl.Inference.Translation;
using Rnnctl.Options;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Import;

/// <summary>The options of <c>rnnctl import torch</c>: vocabularies, names, and what the weights' shapes do not tell.</summary>
internal sealed class TorchOptions
{
    private const string Cell = "--cell";
    private const string DecoderCell = "--decoder-cell";

    private static readonly string[] Kept =
    [
        Cell, "--self-attention", "--char-activation", "--activation", "--cell-activation", "--output-activation", "--cell-clip", "--projection-clip",
        "--window", "--dilation", "--residual", "--zoneout", "--attention-query", "--attention-heads", "--input-feeding", "--context", "--context-use",
        "--initial-state", DecoderCell, "--unit", "--lowercase", "--lowercase-target", "--digits-to-zero",
    ];

    private static readonly ConfigurationSection Section = new(
        "What the shapes of torch leave open",
        [.. ConfigurationOptions.All.Where(option => Kept.Contains(option.Name)).Select(Described)]);

    private readonly Option<string> _task = Choice.One("--task", "What the model of torch does", Choice.NamesOf(typeof(ModelTask)), "tag");
    private readonly Option<string[]> _map = new("--map")
    {
        Description = "Rename all tensors of torch whose names begin with OLD; of several that fit, the longest counts",
        HelpName = "OLD=NEW",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _tokens = PathArgument.Option("--tokens", "FILE", "Tokens of a tagger, a line for each row of embedding.weight");
    private readonly Option<string?> _labels = PathArgument.Option("--labels", "FILE", "Labels of a tagger, a line for each row of output.weight");
    private readonly Option<string?> _characters = PathArgument.Option("--characters", "FILE", "Characters of a tagger that reads them");
    private readonly Option<string?> _words = PathArgument.Option(
        "--vocab", "PATH", "Symbols of lm, a line for each row of embedding.weight, or a directory that rnnctl vocab made");
    private readonly Option<string?> _source = PathArgument.Option("--src-vocab", "PATH", "Symbols of a translator's source, likewise");
    private readonly Option<string?> _target = PathArgument.Option("--tgt-vocab", "PATH", "Symbols of its target, likewise");
    private readonly SectionOptions _shapes = new(Section, ModelConfiguration.DefaultsOf(ModelTask.Translate));

    /// <summary>The options under their headings.</summary>
    public IReadOnlyList<OptionGroup> Groups =>
        [new OptionGroup("PyTorch", _task, _map), new OptionGroup("Vocabularies", [.. VocabularyOptions]), _shapes.Group];

    private IEnumerable<Option<string?>> VocabularyOptions => [_tokens, _labels, _characters, _words, _source, _target];

    /// <summary>Reads the request.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="weights">The path of the safetensors file.</param>
    /// <exception cref="InputException">A vocabulary is missing, or an option is of no use with this task.</exception>
    public TorchRequest Read(ParseResult parsed, string weights)
    {
        var task = parsed.ReadChoice<ModelTask>(_task);
        Dictionary<string, Option<string?>> vocabularies = OfTask(task);
        parsed.RequireNone(VocabularyOptions.Except(vocabularies.Values), $"--task {Choice.NameOf(task)}");
        _shapes.RequireFor(task, parsed);
        Option<string?>? missing = vocabularies.Values.FirstOrDefault(option => option != _characters && !parsed.IsGiven(option));
        if (missing is not null) throw new InputException($"{missing.Name} is missing: a file with a symbol on each line");
        var files = new TorchFiles(
            weights, vocabularies.Where(one => parsed.IsGiven(one.Value)).ToDictionary(one => one.Key, one => parsed.GetRequiredValue(one.Value)!))
        {
            Map = [.. (parsed.GetValue(_map) ?? []).Select(TorchFiles.ParseRule)],
            Cell = (string?)_shapes.Given(parsed, Cell),
            DecoderCell = (string?)_shapes.Given(parsed, DecoderCell),
        };
        return new TorchRequest(files, task, configuration => _shapes.Apply(parsed, configuration));
    }

    /// <summary>The option without its default, which the shapes or a model's own options decide.</summary>
    private static ConfigurationOption Described(ConfigurationOption option) => option.Name switch
    {
        Cell => option with { Help = "Recurrent cell (default: by the number of gates, 4 lstm, 3 gru, 1 elman)" },
        DecoderCell => option with { Help = "Decoder's cell (default: likewise, or that of --cell)" },
        "--unit" => option with { Help = "What lm reads and predicts" },
        "--char-activation" => option with { Help = "Activation of the filters of characters" },
        "--self-attention" => option with { Help = "Heads of self-attention (default: 1 where attention.query.weight is there)" },
        "--context-use" or "--initial-state" => option with { Help = option.Help.Split(" (default")[0] + " (default: what the shapes allow)" },
        _ => option,
    };

    private Dictionary<string, Option<string?>> OfTask(ModelTask task) => task switch
    {
        ModelTask.Translate => new() { [TranslatorText.SourceVocabulary] = _source, [TranslatorText.TargetVocabulary] = _target },
        ModelTask.Lm => new() { [TrainedLanguageModel.TokenVocabulary] = _words },
        _ => new() { [TaggerModel.TokenVocabulary] = _tokens, [TaggerModel.LabelVocabulary] = _labels, [TaggerModel.CharacterVocabulary] = _characters },
    };
}

/// <summary>The arguments of <c>rnnctl import torch</c>.</summary>
/// <param name="Files">The files.</param>
/// <param name="Task">What the model does.</param>
/// <param name="Configure">Sets the options that the user gave.</param>
internal sealed record TorchRequest(TorchFiles Files, ModelTask Task, Func<ModelConfiguration, ModelConfiguration> Configure);
