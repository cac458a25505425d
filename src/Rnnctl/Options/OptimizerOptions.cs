using System.CommandLine;
using Rnnctl.Requests;

namespace Rnnctl.Options;

/// <summary>The options of the optimiser.</summary>
internal sealed class OptimizerOptions
{
    private readonly Option<OptionValue<OptimizerKind>> _optimizer =
        Choice.One("--optimizer", "Rule that turns gradients into new weights", OptimizerKind.Adam);

    private readonly Option<OptionValue<double>> _learningRate = RealNumber.One("--lr", "Learning rate", Interval.Positive, 0.001);
    private readonly Option<OptionValue<ScheduleKind>> _schedule =
        Choice.One("--schedule", "How the learning rate changes", ScheduleKind.Constant);

    private readonly Option<OptionValue<int>> _warmup =
        WholeNumber.One("--warmup", "Steps over which the learning rate rises from zero", 0, 0);

    private readonly Option<OptionValue<double>> _clipNorm =
        RealNumber.One("--clip-norm", "Largest norm of all gradients together; 0 for no limit", Interval.NotNegative, 5);

    private readonly Option<OptionValue<double?>> _clipValue =
        RealNumber.Optional("--clip-value", "Largest absolute value of any gradient (default: no limit)", Interval.Positive);

    private readonly Option<OptionValue<double>> _weightDecay = RealNumber.One("--weight-decay", "Weight decay", Interval.NotNegative, 0);
    private readonly Option<OptionValue<int>> _bptt =
        WholeNumber.One("--bptt", "Time steps that the gradient goes back; 0 for the whole sequence", 0, 0);

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new("Optimiser", _optimizer, _learningRate, _schedule, _warmup, _clipNorm, _clipValue, _weightDecay, _bptt);

    /// <summary>What the user chose.</summary>
    public OptimizerSettings Read(ParseResult parsed) => new(
        parsed.Read(_optimizer),
        parsed.Read(_learningRate),
        parsed.Read(_schedule),
        parsed.Read(_warmup),
        parsed.Read(_clipNorm) is var norm and > 0 ? norm : null,
        parsed.Read(_clipValue),
        parsed.Read(_weightDecay),
        parsed.Read(_bptt) is var steps and > 0 ? steps : null);
}
