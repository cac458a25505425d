using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Decoding;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Translate;

/// <summary><c>rnnctl translate</c>: a filter that translates the sentences it reads, a line for every line.</summary>
internal sealed class TranslateVerb : Verb
{
    private const string WorkedExample = """
        echo "two dogs run ." | rnnctl translate en-de
        rnnctl translate en-de test.en > test.hypotheses
        rnnctl translate en-de test.en --nbest 3 --alignments
        """;

    private readonly Argument<string> _modelPath = PathArgument.Model();

    private readonly Argument<string[]> _files = PathArgument.Files(
        "Sentences, one a line, written as those that the model learnt from (default: standard input)", ArgumentArity.ZeroOrMore);

    private readonly BeamOptions _beam = new();

    private readonly Option<string[]> _ensemble = PathArgument.Options(
        "--ensemble", "MODEL", "Further models of the same vocabularies that decide on each symbol together with the first");

    private readonly Option<OptionValue<int>> _batchSize = WholeNumber.One("--batch-size", "Sentences that are translated at once", 1, 32);

    private readonly Option<string?> _sample = Flag.One("--sample", "Draw translations at random, by --seed, instead of searching for the best");

    private readonly Option<OptionValue<double>> _temperature = RealNumber.One(
        "--temperature", "What the logits are divided by before a symbol is drawn: below 1 the probable ones gain", Interval.Positive, 1);

    private readonly Option<OptionValue<int>> _topK = WholeNumber.One("--top-k", "Draw among so many of the most probable symbols; 0 for all", 0, 0);

    private readonly Option<OptionValue<double>> _topP = RealNumber.One(
        "--top-p", "Draw among the most probable symbols that together have this probability", Interval.Share, 1);

    private readonly Option<OptionValue<int?>> _nbest = WholeNumber.Optional(
        "--nbest",
        "Give the N best translations, at most --beam, or with --sample N drawn ones, best first, a line each: number of the sentence from 0, translation, "
        + "log-probability and score, tabs between them. A blank line has one, empty, of log-probability 0",
        least: 1);

    private readonly Option<string?> _alignments = Flag.One(
        "--alignments",
        "Add, behind a tab, each of the translation's words with the source's word that it attends to most: 0-0 1-2 is source-target, words count from 0");

    private readonly Option<string?> _attentionPictures = PathArgument.Option(
        "--attention-svg", "DIR", "Draw the attention of each sentence's best translation to its words: DIR/sentence-N.svg, counted from 0");

    private readonly Option<string?> _replaceUnknown = Flag.One(
        "--replace-unknown", "Write the source's word that an unknown symbol attends to most in its place");

    private readonly Option<string?> _json = JsonOption.Create(
        "Print an object a line: source and translations, each with text, log_probability, score and alignment");

    private readonly ComputeOptions _compute = new();

    /// <summary>The verb, which talks to <paramref name="console"/>.</summary>
    public TranslateVerb(ToolConsole console)
        : base("translate", "Translate sentences: a line out for every line in, as they come.", WorkedExample)
    {
        Arguments.Add(_modelPath);
        Arguments.Add(_files);
        Add(new OptionGroup("Search", [.. _beam.Options, _ensemble, _batchSize]));
        Add(new OptionGroup("Sampling", [_sample, .. SamplingOnly]));
        Add(new OptionGroup("Output", _nbest, _alignments, _attentionPictures, _replaceUnknown, _json));
        Add(_compute.Group);
        RunUntilCancelled((parsed, cancellation) => TranslateRun.Run(Read(parsed), console, cancellation));
    }

    private IReadOnlyList<Option> SamplingOnly => [_temperature, _topK, _topP];

    /// <summary>What the user asked for. Throws <see cref="InputException"/> where options exclude each other.</summary>
    public TranslateRequest Read(ParseResult parsed)
    {
        RequireConsistency(parsed);
        ComputeSettings compute = _compute.Read(parsed);
        return new TranslateRequest
        {
            Model = parsed.GetRequiredValue(_modelPath),
            Ensemble = parsed.GetValue(_ensemble) ?? [],
            Files = parsed.GetValue(_files) ?? [],
            Beam = _beam.Read(parsed),
            Sampling = parsed.IsGiven(_sample)
                ? new SamplingOptions(parsed.Read(_temperature), parsed.Read(_topK), parsed.Read(_topP), compute.Seed)
                : null,
            BatchSize = parsed.Read(_batchSize),
            NBest = parsed.Read(_nbest),
            Alignments = parsed.IsGiven(_alignments),
            AttentionPictures = parsed.GetValue(_attentionPictures),
            ReplaceUnknown = parsed.IsGiven(_replaceUnknown),
            Json = parsed.IsGiven(_json),
            Compute = compute,
        };
    }

    private void RequireConsistency(ParseResult parsed)
    {
        bool samples = parsed.IsGiven(_sample);
        if (samples && parsed.IsGiven(_beam.Beam)) throw new InputException("--sample and --beam exclude each other");
        if (!samples && SamplingOnly.FirstOrDefault(parsed.IsGiven) is { } option) throw new InputException($"{option.Name} is of no use without --sample");
        if (samples) BeamOptions.RequireFew(_nbest.Name, parsed.Read(_nbest) ?? 1);
        int beam = parsed.Read(_beam.Beam);
        if (!samples && parsed.Read(_nbest) is { } count && count > beam)
            throw new InputException($"--nbest: expected a number of at most --beam, {beam}, found {count}", $"--beam {count} --nbest {count}");
    }
}
