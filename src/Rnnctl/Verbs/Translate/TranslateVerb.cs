using System.CommandLine;
using Rnnctl.Files;
using Rnnctl.Models.Decoding;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Translate;

/// <summary><c>rnnctl translate</c>: a filter that translates sentences, one output line for each input line.</summary>
internal sealed class TranslateVerb : Verb
{
    private const string WorkedExample = """
        echo "two dogs run ." | rnnctl translate en-de
        rnnctl translate en-de test.en > test.hypotheses
        rnnctl translate en-de test.en --nbest 3 --alignments
        rnnctl translate en-de test.en --nbest 5 --nbest-format marian > test.nbest
        rnnctl translate en-de test.en --beam 8 --length-penalty 1.4 --coverage-penalty 0.2
        rnnctl translate en-de test.en --prefix typed.de --min-length 3 --no-repeat-ngram 3
        paste -d ' ' first.en last.en | rnnctl translate en-de -
        """;

    private readonly Argument<string> _modelPath = PathArgument.Model();

    private readonly Argument<string[]> _files = PathArgument.Files(
        "Sentences, one per line, in the form of the training data (default: -, standard input)", ArgumentArity.ZeroOrMore);

    private readonly BeamOptions _beam = new();

    private readonly Option<string[]> _ensemble = PathArgument.Options(
        "--ensemble", "MODEL", "More models with the same vocabularies; the models predict each symbol together");

    private readonly Option<OptionValue<int>> _batchSize = WholeNumber.One("--batch-size", "Sentences to translate at once", 1, 32);

    private readonly Option<string?> _sample = Flag.One("--sample", "Sample translations at random, by --seed, instead of beam search");

    private readonly DrawingOptions _drawing = new();

    private readonly Option<OptionValue<int?>> _nbest = WholeNumber.Optional(
        "--nbest",
        "Print the N best translations, at most --beam, or with --sample N samples, best first. One line each: number of the sentence from 0, translation, "
        + "log-probability and score, separated by tabs. A blank line has one empty translation of log-probability 0",
        least: 1);

    private readonly Option<string?> _alignments = Flag.One(
        "--alignments",
        "Add a column with the source word that each target word attends to most, as source-target pairs such as 0-0 1-2, counted from 0");

    private readonly Option<string?> _attentionPictures = PathArgument.Option(
        "--attention-svg",
        "DIR",
        "Draw the attention weights of the best translation of each sentence N, counted from 0, to DIR/sentence-N.svg; of the first 100 sentences");

    private readonly Option<string?> _replaceUnknown = Flag.One(
        "--replace-unknown", "Replace each unknown symbol with the source word that it attends to most");

    private readonly Option<string?> _noUnknown = Flag.One("--no-unknown", "Never choose the unknown symbol");

    private readonly Option<string?> _prefix = PathArgument.Option(
        "--prefix",
        "FILE",
        "Words with which each translation begins, a line for each sentence, an empty one for none. They count in the score; the target's vocabulary must have "
        + "them");

    private readonly Option<OptionValue<int>> _minLength = WholeNumber.One("--min-length", "Symbols before which a translation does not end", 0, 0);

    private readonly Option<OptionValue<int>> _uniqueNgram = WholeNumber.One(
        "--no-repeat-ngram", "Never let N symbols in a row appear twice in a translation; 0 allows all (Paulus et al. 2018)", 0, 0);

    private readonly Option<string> _nbestFormat = Choice.One(
        "--nbest-format", "Form of the lines of --nbest: with tabs, or Marian's, number ||| translation ||| F0= log-probability ||| score", NBestFormat.Tsv);

    private readonly Option<string?> _json = JsonOption.Create(
        "Print one JSON object per line: source and translations, each with text, log_probability, score and alignment");

    private readonly ComputeOptions _compute = new();

    public TranslateVerb(ToolConsole console)
        : base("translate", "Translate sentences as they arrive: one output line for each input line.", WorkedExample)
    {
        Arguments.Add(_modelPath);
        Arguments.Add(_files);
        Add(new OptionGroup("Search", [.. _beam.Options, _prefix, _minLength, _uniqueNgram, _noUnknown, _ensemble, _batchSize]));
        Add(new OptionGroup("Sampling", [_sample, .. _drawing.Options]));
        Add(new OptionGroup("Output", _nbest, _nbestFormat, _alignments, _attentionPictures, _replaceUnknown, _json));
        Add(_compute.Group);
        RunUntilCancelled((parsed, cancellation) => TranslateRun.Run(Read(parsed), console, cancellation));
    }

    /// <exception cref="InputException">Two options exclude each other.</exception>
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
            Sampling = parsed.IsGiven(_sample) ? _drawing.Read(parsed, compute.Seed) : null,
            BatchSize = parsed.Read(_batchSize),
            NBest = parsed.Read(_nbest),
            NBestFormat = parsed.ReadChoice<NBestFormat>(_nbestFormat),
            Prefix = parsed.GetValue(_prefix),
            MinLength = parsed.Read(_minLength),
            UniqueNgram = parsed.Read(_uniqueNgram),
            Alignments = parsed.IsGiven(_alignments),
            AttentionPictures = parsed.GetValue(_attentionPictures),
            ReplaceUnknown = parsed.IsGiven(_replaceUnknown),
            NoUnknown = parsed.IsGiven(_noUnknown),
            Json = parsed.IsGiven(_json),
            Compute = compute,
        };
    }

    private void RequireConsistency(ParseResult parsed)
    {
        bool samples = parsed.IsGiven(_sample);
        if (parsed.IsGiven(_noUnknown) && parsed.IsGiven(_replaceUnknown)) throw new InputException("--no-unknown and --replace-unknown exclude each other");
        if (samples && parsed.IsGiven(_beam.Beam)) throw new InputException("--sample and --beam exclude each other");
        if (!samples && _drawing.Options.FirstOrDefault(parsed.IsGiven) is { } option) throw new InputException($"{option.Name} is of no use without --sample");
        if (samples) BeamOptions.RequireFew(_nbest.Name, parsed.Read(_nbest) ?? 1);
        int beam = parsed.Read(_beam.Beam);
        if (!samples && parsed.Read(_nbest) is { } count && count > beam)
            throw new InputException($"--nbest: expected a number of at most --beam, {beam}, found {count}", $"--beam {count} --nbest {count}");
        RequireOneInput(parsed);
        RequireLength(parsed);
        if (!parsed.IsGiven(_nbestFormat)) return;
        if (parsed.Read(_nbest) is null) throw new InputException("--nbest-format is of no use without --nbest");
        if (parsed.IsGiven(_json)) throw new InputException("--nbest-format and --json exclude each other");
    }

    private void RequireOneInput(ParseResult parsed)
    {
        string[] files = parsed.GetValue(_files) is { Length: > 0 } given ? given : [StandardInput.Path];
        FilterInput.RequireOnce([.. files, parsed.GetValue(_prefix)]);
    }

    private void RequireLength(ParseResult parsed)
    {
        (int least, int most) = (parsed.Read(_minLength), _beam.Read(parsed).MaxLength);
        if (least > most) throw new InputException($"--min-length: expected a number of at most --max-length, {most}, found {least}");
    }
}

/// <summary>The arguments of <c>rnnctl translate</c>.</summary>
internal sealed record TranslateRequest
{
    public required string Model { get; init; }

    /// <summary>The directories of the other models of the ensemble; empty for none.</summary>
    public required IReadOnlyList<string> Ensemble { get; init; }

    /// <summary>The input files; empty for standard input.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The settings of the beam search.</summary>
    public required BeamSettings Beam { get; init; }

    /// <summary>Sampling settings, or null for beam search.</summary>
    public required SamplingOptions? Sampling { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>How many translations per sentence to print, with log-probability and score; null for only the text of the best.</summary>
    public required int? NBest { get; init; }

    /// <summary>The form of their lines.</summary>
    public required NBestFormat NBestFormat { get; init; }

    /// <summary>The file with the words that each translation begins with, or null.</summary>
    public required string? Prefix { get; init; }

    /// <summary>The least symbols of a translation.</summary>
    public required int MinLength { get; init; }

    /// <summary>How many symbols in a row do not appear twice in a translation; 0 for no such rule.</summary>
    public required int UniqueNgram { get; init; }

    /// <summary>Whether to print word alignments.</summary>
    public required bool Alignments { get; init; }

    /// <summary>The directory for pictures of the attention weights, or null.</summary>
    public required string? AttentionPictures { get; init; }

    /// <summary>Whether to replace unknown symbols with source words.</summary>
    public required bool ReplaceUnknown { get; init; }

    /// <summary>Whether the unknown symbol is never chosen.</summary>
    public required bool NoUnknown { get; init; }

    public required bool Json { get; init; }

    public required ComputeSettings Compute { get; init; }

    /// <summary>Whether the output needs the attention weights between words.</summary>
    public bool ReadsAttention => Alignments || AttentionPictures is not null;

    /// <summary>The settings of the search or sampling.</summary>
    public SearchOptions Search => Beam.Search with
    {
        Beam = Sampling is null ? Beam.Beam : NBest ?? 1,
        Sampling = Sampling,
        MinLength = MinLength,
        UniqueNgram = UniqueNgram,
        WithWeights = ReadsAttention || ReplaceUnknown,
    };
}

/// <summary>The forms of a list of the best translations.</summary>
internal enum NBestFormat
{
    /// <summary>Number, translation, log-probability and score, separated by tabs.</summary>
    Tsv,

    /// <summary>Marian's.</summary>
    Marian,
}
