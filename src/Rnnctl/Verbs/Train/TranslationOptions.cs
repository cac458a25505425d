using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;

namespace Rnnctl.Verbs.Train;

/// <summary>The options of learning from sentences and their translations.</summary>
internal sealed class TranslationOptions
{
    /// <summary>The longest pairs that are learnt from where the user does not say.</summary>
    public const int MaxLength = 100;

    private static readonly TrainingConfiguration Defaults = new();

    private readonly Option<string?> _sourceVocabulary = PathArgument.Option(
        "--src-vocab", "PATH", "Source's vocabulary: a directory that rnnctl vocab made, or a vocabulary's file (default: the words of --train)");

    private readonly Option<string?> _targetVocabulary = PathArgument.Option("--tgt-vocab", "PATH", "Target's vocabulary, likewise");

    private readonly Option<OptionValue<int>> _maxLength =
        WholeNumber.One("--max-length", "Most symbols of a side of a pair that is learnt from; 0 for no limit", 0, MaxLength);

    private readonly Option<OptionValue<double>> _labelSmoothing = RealNumber.One(
        "--label-smoothing", "Share of the probability that the loss spreads over all symbols", Interval.Fraction, Defaults.LabelSmoothing);

    private readonly Option<OptionValue<double>> _scheduledSampling = RealNumber.One(
        "--scheduled-sampling",
        "Probability, rising to this with the updates, with which the decoder reads its own last symbol in training",
        Interval.Fraction,
        Defaults.ScheduledSampling);

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new("Translation", _sourceVocabulary, _targetVocabulary, _maxLength, _labelSmoothing, _scheduledSampling);

    /// <summary>Where the source's vocabulary is, or null.</summary>
    public string? SourceVocabulary(ParseResult parsed) => parsed.GetValue(_sourceVocabulary);

    /// <summary>Where the target's vocabulary is, or null.</summary>
    public string? TargetVocabulary(ParseResult parsed) => parsed.GetValue(_targetVocabulary);

    /// <summary>A configuration with what the user gave in place of what it held.</summary>
    public ModelConfiguration Apply(ParseResult parsed, ModelConfiguration current) => current with
    {
        Text = current.Text with { MaxLength = parsed.ReadOr(_maxLength, current.Text.MaxLength) },
        Training = current.Training with
        {
            LabelSmoothing = parsed.ReadOr(_labelSmoothing, current.Training.LabelSmoothing),
            ScheduledSampling = parsed.ReadOr(_scheduledSampling, current.Training.ScheduledSampling),
        },
    };
}
