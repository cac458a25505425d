using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;

namespace Rnnctl.Verbs.Train;

/// <summary>The options of the optimiser.</summary>
internal sealed class OptimizerOptions
{
    private static readonly TrainingConfiguration Defaults = new();

    private readonly Option<string> _optimizer = Choice.One("--optimizer", "Rule that turns gradients into new weights", Defaults.Optimizer);
    private readonly Option<OptionValue<double>> _learningRate = RealNumber.One("--lr", "Learning rate", Interval.Positive, Defaults.LearningRate);
    private readonly Option<string> _schedule = Choice.One("--schedule", "How the learning rate changes", Defaults.Schedule);

    private readonly Option<OptionValue<int>> _warmup =
        WholeNumber.One("--warmup", "Steps over which the learning rate rises from zero", 0, Defaults.Warmup);

    private readonly Option<OptionValue<double>> _clipNorm =
        RealNumber.One("--clip-norm", "Largest norm of all gradients together; 0 for no limit", Interval.NotNegative, Defaults.ClipNorm ?? 0);

    private readonly Option<OptionValue<double?>> _clipValue =
        RealNumber.Optional("--clip-value", "Largest absolute value of any gradient (default: no limit)", Interval.Positive);

    private readonly Option<OptionValue<double>> _weightDecay =
        RealNumber.One("--weight-decay", "Weight decay", Interval.NotNegative, Defaults.WeightDecay);

    private readonly Option<OptionValue<int>> _bptt =
        WholeNumber.One("--bptt", "Time steps that the gradient goes back; 0 for the whole sequence", 0, Defaults.Bptt);

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new("Optimiser", _optimizer, _learningRate, _schedule, _warmup, _clipNorm, _clipValue, _weightDecay, _bptt);

    /// <summary>A configuration with what the user gave in place of what it held.</summary>
    public TrainingConfiguration Apply(ParseResult parsed, TrainingConfiguration current) => current with
    {
        Optimizer = parsed.IsGiven(_optimizer) ? parsed.ReadChoice<OptimizerKind>(_optimizer) : current.Optimizer,
        LearningRate = parsed.ReadOr(_learningRate, current.LearningRate),
        Schedule = parsed.IsGiven(_schedule) ? parsed.ReadChoice<ScheduleKind>(_schedule) : current.Schedule,
        Warmup = parsed.ReadOr(_warmup, current.Warmup),
        ClipNorm = !parsed.IsGiven(_clipNorm) ? current.ClipNorm : parsed.Read(_clipNorm) is var norm and > 0 ? norm : null,
        ClipValue = parsed.ReadOr(_clipValue, current.ClipValue),
        WeightDecay = parsed.ReadOr(_weightDecay, current.WeightDecay),
        Bptt = parsed.ReadOr(_bptt, current.Bptt),
    };
}
