using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Vocabularies;
using Selection = Rnnctl.Text.Vocabularies.VocabularyOptions;

namespace Rnnctl.Options;

/// <summary>The options that decide which tokens and labels a model knows.</summary>
internal sealed class VocabularyOptions
{
    private static readonly TextConfiguration Defaults = new();

    private readonly Option<OptionValue<int>> _minCount =
        WholeNumber.One("--min-count", "Occurrences below which a token is unknown", 1, Defaults.MinCount);

    private readonly Option<OptionValue<int?>> _maxVocab =
        WholeNumber.Optional("--max-vocab", "The most tokens kept, the most frequent first (default: all)", 1);
    private readonly Option<string?> _lowercase = Flag.One("--lowercase", "Drop case");
    private readonly Option<string?> _digitsToZero = Flag.One("--digits-to-zero", "Read every digit as 0");

    private readonly Option<string> _scheme = Choice.One(
        "--scheme", "How the labels that are learnt mark spans; they are given back as in --train", LabelScheme.Keep);

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new("Vocabulary", [.. SelectionGroup.Options, _scheme]);

    /// <summary>The options that decide on tokens alone, under their heading.</summary>
    public OptionGroup SelectionGroup => new("Vocabulary", _minCount, _maxVocab, _lowercase, _digitsToZero);

    /// <summary>Which tokens are kept, as the user chose.</summary>
    public Selection ReadSelection(ParseResult parsed) => new(
        parsed.Read(_minCount), parsed.Read(_maxVocab), new TokenNormalizer(parsed.IsGiven(_lowercase), parsed.IsGiven(_digitsToZero)));

    /// <summary>Those that only a tagger has.</summary>
    public IReadOnlyList<Option> OfTaggers => [_scheme];

    /// <summary>A configuration with what the user gave in place of what it held.</summary>
    public TextConfiguration Apply(ParseResult parsed, TextConfiguration current) => current with
    {
        MinCount = parsed.ReadOr(_minCount, current.MinCount),
        MaxVocab = parsed.ReadOr(_maxVocab, current.MaxVocab),
        Lowercase = parsed.IsGiven(_lowercase) || current.Lowercase,
        DigitsToZero = parsed.IsGiven(_digitsToZero) || current.DigitsToZero,
        Scheme = parsed.IsGiven(_scheme) ? parsed.ReadChoice<LabelScheme>(_scheme) : current.Scheme,
    };
}
