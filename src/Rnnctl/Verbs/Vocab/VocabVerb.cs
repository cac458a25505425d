using System.CommandLine;
using System.CommandLine.Parsing;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Vocab;

/// <summary><c>rnnctl vocab</c>: makes a vocabulary of words or of learned subwords.</summary>
internal sealed class VocabVerb : Verb
{
    private const string WorkedExample = """
        rnnctl vocab train.en train.de --bpe 8000 --output joint
        rnnctl vocab train.en --max-vocab 20000 --lowercase -o english
        rnnctl vocab --apply joint < test.en > test.bpe.en
        rnnctl vocab --apply codes.bpe test.en --vocabulary counts.en --vocabulary-threshold 50
        rnnctl vocab --join < test.bpe.de > test.de
        """;

    private readonly Argument<string[]> _files = PathArgument.Files(
        "Texts of space-separated words, one sentence per line; - is standard input, as is no file with --apply and --join", ArgumentArity.ZeroOrMore);

    private readonly Option<string?> _output = PathArgument.Option(
        "--output", "DIR", "Directory for vocab.txt, and with --bpe also merges.txt; short form -o");

    private readonly Option<OptionValue<int?>> _bpe = WholeNumber.Optional(
        "--bpe", "Split words into subwords: learn N merges of byte-pair encoding, in the format of subword-nmt (default: whole words)", least: 1);

    private readonly Option<string?> _apply = PathArgument.Option(
        "--apply", "PATH", "Segment texts by the merges of a directory of vocab --bpe, or of a file of subword-nmt: a line for each line, on standard output");

    private readonly Option<string?> _join = Flag.One("--join", "Join the segments of texts to words again");

    private readonly Option<string?> _segments = PathArgument.Option(
        "--vocabulary", "FILE", "With --apply, take segments apart that this file does not have; a line is a segment and its count, as in subword-nmt");

    private readonly Option<OptionValue<int?>> _threshold = WholeNumber.Optional(
        "--vocabulary-threshold", "Or whose count in --vocabulary is below this", least: 1);

    private readonly Option<string[]> _glossary = new("--glossary")
    {
        Description = "With --apply, regular expressions of what is never segmented",
        HelpName = "REGEX",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<OptionValue<double>> _dropout = RealNumber.One(
        "--dropout", "With --apply, leave merges out with this probability at each step (BPE dropout)", new Interval { Least = 0, Most = 1 }, 0);

    private readonly Option<OptionValue<int>> _seed = WholeNumber.One(ConfigurationOptions.Seed.Name, "Seed of --dropout", 0, 1);

    private readonly Option<string?> _overwrite = Flag.One("--overwrite", "Replace an existing vocabulary in --output");
    private readonly Option<string?> _json = JsonOption.Create();

    private readonly SectionOptions _vocabulary = new(
        ConfigurationOptions.Vocabulary.Where(option => option.OnlyFor is null), ModelConfiguration.DefaultsOf(ModelTask.Translate));

    public VocabVerb(ToolConsole console)
        : base("vocab", "Make a vocabulary from texts: of whole words, or of subwords that it learns.", WorkedExample)
    {
        Arguments.Add(_files);
        _output.Aliases.Add("-o");
        Add(new OptionGroup("Output", _output, _overwrite, _json));
        Add(new OptionGroup("Subwords", _bpe));
        Add(new OptionGroup("Segmentation", _apply, _join, _segments, _threshold, _glossary, _dropout, _seed));
        Add(_vocabulary.Group);
        Validators.Add(RequireTexts);
        RunUntilCancelled((parsed, cancellation) => parsed.IsGiven(_apply) || parsed.IsGiven(_join)
            ? ApplyRun.Run(ReadApply(parsed), console, cancellation)
            : VocabRun.Run(Read(parsed), console, cancellation));
    }

    /// <exception cref="InputException">An option is of no use with these.</exception>
    public ApplyRequest ReadApply(ParseResult parsed)
    {
        if (parsed.IsGiven(_apply) && parsed.IsGiven(_join)) throw new InputException("--apply and --join exclude each other");
        string mode = parsed.IsGiven(_apply) ? _apply.Name : _join.Name;
        Option[] ofMaking = [_output, _overwrite, _json, _bpe, .. _vocabulary.Group.Options], ofApply = [_segments, _threshold, _glossary, _dropout, _seed];
        Option[] unused = mode == _apply.Name ? ofMaking : [.. ofMaking, .. ofApply];
        parsed.RequireNone(unused, mode);
        if (parsed.IsGiven(_threshold) && !parsed.IsGiven(_segments))
            throw new InputException("--vocabulary-threshold needs --vocabulary FILE, which has the counts");
        if (parsed.IsGiven(_seed) && !parsed.IsGiven(_dropout)) throw new InputException("--seed is of no use without --dropout");
        return new ApplyRequest
        {
            Files = parsed.GetValue(_files) ?? [],
            Merges = parsed.GetValue(_apply),
            Vocabulary = parsed.GetValue(_segments),
            Threshold = parsed.Read(_threshold),
            Glossary = parsed.GetValue(_glossary) ?? [],
            Dropout = parsed.Read(_dropout),
            Seed = parsed.Read(_seed),
        };
    }

    /// <exception cref="InputException">An option needs <c>--apply</c>.</exception>
    public VocabRequest Read(ParseResult parsed)
    {
        Option[] ofApply = [_segments, _threshold, _glossary, _dropout, _seed];
        if (Array.Find(ofApply, parsed.IsGiven) is { } option) throw new InputException($"{option.Name} is of no use without --apply");
        return Requested(parsed);
    }

    private void RequireTexts(CommandResult command)
    {
        if (command.GetResult(_apply) is not null || command.GetResult(_join) is not null) return;
        if (command.GetResult(_files) is not { Tokens.Count: > 0 }) command.AddError($"Required argument 'FILE' missing for command: '{Name}'.");
        if (command.GetResult(_output) is null) command.AddError($"Option '{_output.Name}' is required.");
    }

    private VocabRequest Requested(ParseResult parsed) => new()
    {
        Files = parsed.GetRequiredValue(_files),
        Output = parsed.GetRequiredValue(_output)!,
        Merges = parsed.Read(_bpe),
        Selection = _vocabulary.Apply(parsed, new ModelConfiguration()).Text.VocabularySelection(),
        Overwrite = parsed.IsGiven(_overwrite),
        Json = parsed.IsGiven(_json),
    };
}

/// <summary>The arguments of <c>rnnctl vocab</c>.</summary>
internal sealed record VocabRequest
{
    /// <summary>The texts; at least one.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    public required string Output { get; init; }

    /// <summary>The maximum number of merges; null for whole words.</summary>
    public int? Merges { get; init; }

    /// <summary>Which symbols to keep, and how to normalise words.</summary>
    public VocabularySelection Selection { get; init; } = new();

    /// <summary>Whether to replace existing files.</summary>
    public bool Overwrite { get; init; }

    public bool Json { get; init; }
}
