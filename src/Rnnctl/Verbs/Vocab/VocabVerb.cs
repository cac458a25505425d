using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Vocab;

/// <summary><c>rnnctl vocab</c>: makes a vocabulary of words or of learned subwords.</summary>
internal sealed class VocabVerb : Verb
{
    private const string WorkedExample = """
        rnnctl vocab train.en train.de --bpe 8000 --output joint
        rnnctl vocab train.en --max-vocab 20000 --lowercase -o english
        """;

    private readonly Argument<string[]> _files = PathArgument.Files(
        "Texts of space-separated words, one sentence per line; - is standard input", ArgumentArity.OneOrMore);

    private readonly Option<string?> _output = PathArgument.Option(
        "--output", "DIR", "Directory for vocab.txt, and with --bpe also merges.txt; short form -o");

    private readonly Option<OptionValue<int?>> _bpe = WholeNumber.Optional(
        "--bpe", "Split words into subwords: learn N merges of byte-pair encoding, in the format of subword-nmt (default: whole words)", least: 1);

    private readonly Option<string?> _overwrite = Flag.One("--overwrite", "Replace an existing vocabulary in --output");
    private readonly Option<string?> _json = JsonOption.Create();

    private readonly SectionOptions _vocabulary = new(
        ConfigurationOptions.Vocabulary.Where(option => option.OnlyFor is null), ModelConfiguration.DefaultsOf(ModelTask.Translate));

    public VocabVerb(ToolConsole console)
        : base("vocab", "Make a vocabulary from texts: of whole words, or of subwords that it learns.", WorkedExample)
    {
        Arguments.Add(_files);
        _output.Required = true;
        _output.Aliases.Add("-o");
        Add(new OptionGroup("Output", _output, _overwrite, _json));
        Add(new OptionGroup("Subwords", _bpe));
        Add(_vocabulary.Group);
        RunUntilCancelled((parsed, cancellation) => VocabRun.Run(Read(parsed), console, cancellation));
    }

    public VocabRequest Read(ParseResult parsed) => new()
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
