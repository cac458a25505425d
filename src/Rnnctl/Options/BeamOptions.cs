using System.CommandLine;
using Rnnctl.Requests;

namespace Rnnctl.Options;

/// <summary>The options of every verb that searches for translations.</summary>
internal sealed class BeamOptions
{
    private readonly Option<OptionValue<int>> _beam =
        WholeNumber.One("--beam", "Hypotheses of a sentence that are followed at once; 1 takes the most probable symbol at each step", 1, 5);

    private readonly Option<OptionValue<double>> _lengthPenalty = RealNumber.One(
        "--length-penalty", "A translation of N symbols is scored log p / ((5 + N) / 6)^X (Wu et al. 2016)", Interval.NotNegative, 1);

    private readonly Option<OptionValue<int>> _maxLength = WholeNumber.One("--max-length", "Symbols after which a translation is cut", 1, 200);

    /// <summary>The options in the order of the help.</summary>
    public IReadOnlyList<Option> Options => [_beam, _lengthPenalty, _maxLength];

    /// <summary>How wide the beam is.</summary>
    public Option<OptionValue<int>> Beam => _beam;

    /// <summary>What the user chose.</summary>
    public BeamSettings Read(ParseResult parsed) => new(parsed.Read(_beam), parsed.Read(_lengthPenalty), parsed.Read(_maxLength));
}
