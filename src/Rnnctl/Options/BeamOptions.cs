using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Decoding;
using Rnnctl.Text;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Options;

/// <summary>The options of every verb that searches for translations.</summary>
internal sealed class BeamOptions
{
    /// <summary>The most hypotheses of a sentence, translations or label sequences; more take hours and find nothing better.</summary>
    public const int Most = 1000;

    private readonly Option<OptionValue<int>> _beam =
        WholeNumber.One("--beam", "Hypotheses of a sentence that are followed at once; 1 takes the most probable symbol at each step", 1, 5);

    private readonly Option<OptionValue<double>> _lengthPenalty = RealNumber.One(
        "--length-penalty", "A translation of N symbols is scored log p / ((5 + N) / 6)^X (Wu et al. 2016)", Interval.NotNegative, 1);

    private readonly Option<OptionValue<int>> _maxLength = WholeNumber.One("--max-length", "Symbols after which a translation is cut", 1, 200);

    /// <summary>The options in the order of the help.</summary>
    public IReadOnlyList<Option> Options => [_beam, _lengthPenalty, _maxLength];

    /// <summary>The option <c>--beam</c>.</summary>
    public Option<OptionValue<int>> Beam => _beam;

    /// <summary>The settings of the search.</summary>
    /// <exception cref="InputException">The beam is wider than <see cref="Most"/>.</exception>
    public BeamSettings Read(ParseResult parsed)
    {
        RequireFew(_beam.Name, parsed.Read(_beam));
        return new BeamSettings(parsed.Read(_beam), parsed.Read(_lengthPenalty), parsed.Read(_maxLength));
    }

    /// <summary>Refuses more hypotheses of a sentence than <see cref="Most"/>.</summary>
    /// <exception cref="InputException">There are more.</exception>
    public static void RequireFew(string option, int hypotheses)
    {
        if (hypotheses > Most) throw new InputException($"{option}: expected a number of at most {Most}, found {hypotheses}");
    }
}

/// <summary>How translations are searched for.</summary>
/// <param name="Beam">How many hypotheses of a sentence are followed at once.</param>
/// <param name="LengthPenalty">α of the score of a hypothesis.</param>
/// <param name="MaxLength">The most symbols of a translation.</param>
internal sealed record BeamSettings(int Beam, double LengthPenalty, int MaxLength)
{
    /// <summary>The settings with the symbols that begin and end a translation.</summary>
    public SearchOptions Search => new(Vocabulary.BeginId, Vocabulary.EndId, Beam, LengthPenalty, MaxLength);
}
