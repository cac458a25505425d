using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Vocab;

/// <summary><c>rnnctl vocab</c>: the vocabulary of texts, of words or of segments that it learns.</summary>
internal sealed class VocabVerb : Verb
{
    private const string WorkedExample = """
        rnnctl vocab train.en train.de --bpe 8000 --output joint
        rnnctl vocab train.en --max-vocab 20000 --lowercase -o english
        """;

    private readonly Argument<string[]> _files = PathArgument.Files("Texts of space-separated words, a sentence a line", ArgumentArity.OneOrMore);

    private readonly Option<string?> _output = PathArgument.Option(
        "--output", "DIR", "Directory to write vocab.txt to, and merges.txt with --bpe; -o for short");

    private readonly Option<OptionValue<int?>> _bpe = WholeNumber.Optional(
        "--bpe", "Segment words by N merges of byte-pair encoding, learned from the texts, in the format of subword-nmt (default: whole words)", least: 1);

    private readonly Option<string?> _overwrite = Flag.One("--overwrite", "Replace a vocabulary that is in --output");
    private readonly Option<string?> _json = JsonOption.Create();

    private readonly SectionOptions _vocabulary = new(
        ConfigurationOptions.Vocabulary.Where(option => option.OnlyFor is null), ModelConfiguration.DefaultsOf(ModelTask.Translate));

    /// <summary>The verb, which talks to <paramref name="console"/>.</summary>
    public VocabVerb(ToolConsole console)
        : base("vocab", "Make the vocabulary of texts: their words, or segments of words that it learns.", WorkedExample)
    {
        Arguments.Add(_files);
        _output.Required = true;
        _output.Aliases.Add("-o");
        Add(new OptionGroup("Output", _output, _overwrite, _json));
        Add(new OptionGroup("Subwords", _bpe));
        Add(_vocabulary.Group);
        RunUntilCancelled((parsed, cancellation) => VocabRun.Run(Read(parsed), console, cancellation));
    }

    /// <summary>What the user asked for.</summary>
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
