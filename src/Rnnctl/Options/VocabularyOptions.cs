using System.CommandLine;
using Rnnctl.Requests;

namespace Rnnctl.Options;

/// <summary>The options that decide which tokens a model knows.</summary>
internal sealed class VocabularyOptions
{
    private readonly Option<OptionValue<int>> _minCount =
        WholeNumber.One("--min-count", "Occurrences below which a token is unknown", 1, 1);

    private readonly Option<OptionValue<int?>> _maxVocab =
        WholeNumber.Optional("--max-vocab", "The most tokens kept, the most frequent first (default: all)", 1);

    private readonly Option<string?> _lowercase = Flag.One("--lowercase", "Drop case");
    private readonly Option<string?> _digitsToZero = Flag.One("--digits-to-zero", "Read every digit as 0");

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new("Vocabulary", _minCount, _maxVocab, _lowercase, _digitsToZero);

    /// <summary>What the user chose.</summary>
    public VocabularySettings Read(ParseResult parsed) =>
        new(parsed.Read(_minCount), parsed.Read(_maxVocab), parsed.IsGiven(_lowercase), parsed.IsGiven(_digitsToZero));
}
