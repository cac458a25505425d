using System.CommandLine;
using Rnnctl.Models.Decoding;
using Rnnctl.Options;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Sample;

/// <summary><c>rnnctl sample</c>: draws text from a language model.</summary>
internal sealed class SampleVerb : Verb
{
    private const string WorkedExample = """
        rnnctl sample lm --count 5
        rnnctl sample lm --prompt "two dogs" --temperature 0.8 --top-k 40
        rnnctl sample lm --count 1000 --json > drawn.jsonl
        """;

    private readonly Argument<string> _modelPath = PathArgument.Model();

    private readonly Option<string?> _prompt = new("--prompt") { Description = "Text that each sentence begins with", HelpName = "TEXT" };

    private readonly Option<OptionValue<int>> _count = WholeNumber.One("--count", "Sentences to draw", 1, 1);

    private readonly Option<OptionValue<int>> _maxLength = WholeNumber.One(
        "--max-length", "Drawn words, segments or characters after which a sentence is cut", 1, 200);

    private readonly Option<string?> _noUnknown = Flag.One("--no-unknown", "Never draw the unknown symbol");
    private readonly Option<string?> _json = JsonOption.Create("Print one JSON object per sentence: text and log_probability");
    private readonly DrawingOptions _drawing = new();
    private readonly ComputeOptions _compute = new();

    public SampleVerb(ToolConsole console)
        : base("sample", "Draw sentences from a language model, one a line, the same for the same seed.", WorkedExample)
    {
        Arguments.Add(_modelPath);
        Add(new OptionGroup("Text", _prompt, _count, _maxLength));
        Add(new OptionGroup("Sampling", [.. _drawing.Options, _noUnknown]));
        Add(new OptionGroup("Output", _json));
        Add(_compute.Group);
        RunUntilCancelled((parsed, cancellation) => SampleRun.Run(Read(parsed), console, cancellation));
    }

    public SampleRequest Read(ParseResult parsed)
    {
        ComputeSettings compute = _compute.Read(parsed);
        return new SampleRequest
        {
            Model = parsed.GetRequiredValue(_modelPath),
            Prompt = parsed.GetValue(_prompt) ?? "",
            Count = parsed.Read(_count),
            MaxLength = parsed.Read(_maxLength),
            Sampling = _drawing.Read(parsed, compute.Seed),
            NoUnknown = parsed.IsGiven(_noUnknown),
            Json = parsed.IsGiven(_json),
            Compute = compute,
        };
    }
}

/// <summary>The arguments of <c>rnnctl sample</c>.</summary>
internal sealed record SampleRequest
{
    public required string Model { get; init; }

    /// <summary>The words that each sentence begins with; may be empty.</summary>
    public required string Prompt { get; init; }

    public required int Count { get; init; }

    /// <summary>The most drawn symbols of a sentence.</summary>
    public required int MaxLength { get; init; }

    public required SamplingOptions Sampling { get; init; }

    /// <summary>Whether the unknown symbol is never drawn.</summary>
    public required bool NoUnknown { get; init; }

    /// <summary>Whether to print JSON instead of text.</summary>
    public required bool Json { get; init; }

    public required ComputeSettings Compute { get; init; }
}
