using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.Translators;
using Rnnctl.Text;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Options;

/// <summary>The options of every verb that searches for translations.</summary>
internal sealed class BeamOptions
{
    /// <summary>The most hypotheses of a sentence, translations or label sequences; more take hours and find nothing better.</summary>
    public const int Most = 1000;

    /// <summary>The option of the coverage penalty.</summary>
    public const string CoveragePenalty = "--coverage-penalty";

    private readonly Option<OptionValue<int>> _beam =
        WholeNumber.One("--beam", "Hypotheses of a sentence that are followed at once; 1 takes the most probable symbol at each step", 1, 5);

    private readonly Option<OptionValue<double>> _lengthPenalty = RealNumber.One(
        "--length-penalty", "A translation of N symbols is scored log p / ((5 + N) / 6)^X (Wu et al. 2016)", Interval.NotNegative, 1);

    private readonly Option<OptionValue<double>> _coveragePenalty = RealNumber.One(
        CoveragePenalty,
        "Add X times the sum of log(min(a, 1)) over the source's symbols to that score; a is the attention that the whole translation paid to one (Wu et al. "
        + "2016)",
        Interval.NotNegative,
        0);

    private readonly Option<OptionValue<int>> _maxLength = WholeNumber.One("--max-length", "Symbols after which a translation is cut", 1, 200);

    /// <summary>The options in the order of the help.</summary>
    public IReadOnlyList<Option> Options => [_beam, _lengthPenalty, _coveragePenalty, _maxLength];

    /// <summary>The option <c>--beam</c>.</summary>
    public Option<OptionValue<int>> Beam => _beam;

    /// <summary>The settings of the search.</summary>
    /// <exception cref="InputException">The beam is wider than <see cref="Most"/>.</exception>
    public BeamSettings Read(ParseResult parsed)
    {
        RequireFew(_beam.Name, parsed.Read(_beam));
        return new BeamSettings(parsed.Read(_beam), parsed.Read(_lengthPenalty), parsed.Read(_maxLength))
        {
            CoveragePenalty = parsed.Read(_coveragePenalty),
        };
    }

    /// <summary>Refuses more hypotheses of a sentence than <see cref="Most"/>.</summary>
    /// <exception cref="InputException">There are more.</exception>
    public static void RequireFew(string option, int hypotheses)
    {
        if (hypotheses > Most) throw new InputException($"{option}: expected a number of at most {Most}, found {hypotheses}");
    }

    /// <summary>Refuses an option that needs attention weights where the model has no attention.</summary>
    /// <param name="option">The given option; null if none of this kind was given.</param>
    /// <param name="model">The model's directory.</param>
    /// <param name="architecture">Its architecture.</param>
    /// <exception cref="InputException">The model has no attention.</exception>
    public static void RequireAttention(string? option, string model, TranslatorArchitecture architecture)
    {
        if (option is null || architecture.Attention != AttentionKind.None) return;
        throw new InputException($"{model}: the model has no attention, which {option} needs", "train a model with attention: rnnctl train --attention dot");
    }
}

/// <summary>How translations are searched for.</summary>
/// <param name="Beam">How many hypotheses of a sentence are followed at once.</param>
/// <param name="LengthPenalty">α of the score of a hypothesis.</param>
/// <param name="MaxLength">The most symbols of a translation.</param>
internal sealed record BeamSettings(int Beam, double LengthPenalty, int MaxLength)
{
    /// <summary>The settings with the symbols that begin and end a translation.</summary>
    public SearchOptions Search => new(Vocabulary.BeginId, Vocabulary.EndId, Beam, LengthPenalty, MaxLength) { CoveragePenalty = CoveragePenalty };

    /// <summary>β of the score of a hypothesis; 0 for no coverage penalty.</summary>
    public double CoveragePenalty { get; init; }

    /// <summary>The given option that needs attention weights; null if none was given.</summary>
    public string? OptionOfAttention => CoveragePenalty > 0 ? BeamOptions.CoveragePenalty : null;
}
