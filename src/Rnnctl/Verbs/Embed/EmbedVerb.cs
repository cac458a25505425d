using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Embed;

/// <summary><c>rnnctl embed</c>: a filter that prints the vectors which a model gives to words in their sentences.</summary>
internal sealed class EmbedVerb : Verb
{
    private const string WorkedExample = """
        echo "two dogs play" | rnnctl embed lm
        rnnctl embed lm text.txt --layer all > vectors.jsonl
        rnnctl embed lm text.txt --types > words.txt
        rnnctl embed slots text.txt --layer 0 --output-format safetensors --output vectors.safetensors
        """;

    private readonly Argument<string> _modelPath = PathArgument.Model();

    private readonly Argument<string[]> _files = PathArgument.Files(
        "Sentences of space-separated tokens, one a line (default: -, standard input)", ArgumentArity.ZeroOrMore);

    private readonly Option<OptionValue<LayerChoice>> _layer = LayerChoice.Option();

    private readonly Option<string?> _stateful = Flag.One(
        "--stateful", "Carry a language model's states from line to line, as bilm does; slower, since lines are read one by one");

    private readonly Option<string> _format = Choice.One(
        "--output-format",
        "json: {tokens, vectors} a line, with --layer all one list of vectors for each layer. tsv: a token a line with its numbers, and a blank line after "
        + "each sentence. safetensors: tensors layer_N [tokens, size] and offsets, the first token of each line and the number of tokens",
        EmbedFormat.Json);

    private readonly Option<string?> _types = Flag.One(
        "--types", "Print one mean vector for each distinct token, in word2vec's text form, at the end of the input");

    private readonly Option<string?> _output = PathArgument.Option("--output", "FILE", "File for safetensors");

    private readonly ComputeOptions _compute = new();

    public EmbedVerb(ToolConsole console)
        : base("embed", "Print each token's vector from a language model or a tagger: one output line for each input line.", WorkedExample)
    {
        Arguments.Add(_modelPath);
        Arguments.Add(_files);
        Add(new OptionGroup("Vectors", _layer, _stateful));
        Add(new OptionGroup("Output", _format, _types, _output));
        Add(_compute.Group);
        RunUntilCancelled((parsed, cancellation) => EmbedRun.Run(Read(parsed), console, cancellation));
    }

    /// <exception cref="InputException">Two options exclude each other, or one needs another.</exception>
    public EmbedRequest Read(ParseResult parsed)
    {
        EmbedFormat format = parsed.ReadChoice<EmbedFormat>(_format);
        bool types = parsed.IsGiven(_types);
        string? output = parsed.GetValue(_output);
        if (types && parsed.IsGiven(_format)) throw new InputException("--types and --output-format exclude each other: --types has a format of its own");
        if (format == EmbedFormat.Safetensors && output is null)
            throw new InputException("--output-format safetensors needs --output FILE", "--output-format safetensors --output vectors.safetensors");
        if (format != EmbedFormat.Safetensors && output is not null) throw new InputException("--output is of no use without --output-format safetensors");
        return new EmbedRequest
        {
            Model = parsed.GetRequiredValue(_modelPath),
            Files = parsed.GetValue(_files) ?? [],
            Layer = parsed.Read(_layer),
            Stateful = parsed.IsGiven(_stateful),
            Format = format,
            Types = types,
            Output = output,
            Compute = _compute.Read(parsed),
        };
    }
}

/// <summary>The format of the vectors.</summary>
internal enum EmbedFormat
{
    /// <summary>One JSON object a line.</summary>
    Json,

    /// <summary>One token a line, with tabs between it and its numbers.</summary>
    Tsv,

    /// <summary>A file of tensors.</summary>
    Safetensors,
}

/// <summary>The arguments of <c>rnnctl embed</c>.</summary>
internal sealed record EmbedRequest
{
    public required string Model { get; init; }

    /// <summary>The input files; empty for standard input.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    public required LayerChoice Layer { get; init; }

    /// <summary>Whether the states of a language model go on from line to line.</summary>
    public required bool Stateful { get; init; }

    public required EmbedFormat Format { get; init; }

    /// <summary>Whether to print a mean vector for each distinct token instead of each token's vector.</summary>
    public required bool Types { get; init; }

    /// <summary>The file for safetensors; null for the other formats, which go to standard output.</summary>
    public required string? Output { get; init; }

    public required ComputeSettings Compute { get; init; }
}
