using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Train;

/// <summary>The options of the training loop.</summary>
internal sealed class LoopOptions
{
    private static readonly TrainingConfiguration Defaults = new();

    private readonly Option<OptionValue<int>> _epochs = WholeNumber.One("--epochs", "The most passes over the training data", 1, Defaults.Epochs);
    private readonly Option<OptionValue<int>> _batchSize = WholeNumber.One("--batch-size", "Sentences in a batch", 1, Defaults.BatchSize);
    private readonly Option<OptionValue<int?>> _batchTokens = WholeNumber.Optional("--batch-tokens", "Tokens in a batch, instead of --batch-size", 1);

    private readonly Option<OptionValue<int>> _patience =
        WholeNumber.One("--patience", "Evaluations without a better score before training stops", 1, Defaults.Patience);

    private readonly Option<OptionValue<int?>> _evaluateEvery = WholeNumber.Optional("--evaluate-every", "Steps between evaluations (default: an epoch)", 1);

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new("Loop", _epochs, _batchSize, _batchTokens, _patience, _evaluateEvery);

    /// <summary>
    /// A configuration with what the user gave in place of what it held. Throws <see cref="InputException"/> where both sizes of a batch are given.
    /// </summary>
    public TrainingConfiguration Apply(ParseResult parsed, TrainingConfiguration current)
    {
        if (parsed.IsGiven(_batchTokens) && parsed.IsGiven(_batchSize))
            throw new InputException("--batch-size and --batch-tokens exclude each other");
        return current with
        {
            Epochs = parsed.ReadOr(_epochs, current.Epochs),
            BatchSize = parsed.ReadOr(_batchSize, current.BatchSize),
            BatchTokens = parsed.IsGiven(_batchSize) ? null : parsed.ReadOr(_batchTokens, current.BatchTokens),
            Patience = parsed.ReadOr(_patience, current.Patience),
            EvaluateEvery = parsed.ReadOr(_evaluateEvery, current.EvaluateEvery),
        };
    }
}
