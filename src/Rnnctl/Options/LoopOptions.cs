using System.CommandLine;
using Rnnctl.Requests;
using Rnnctl.Text;

namespace Rnnctl.Options;

/// <summary>The options of the training loop.</summary>
internal sealed class LoopOptions
{
    private readonly Option<OptionValue<int>> _epochs = WholeNumber.One("--epochs", "The most passes over the training data", 1, 20);
    private readonly Option<OptionValue<int>> _batchSize = WholeNumber.One("--batch-size", "Sentences in a batch", 1, 32);
    private readonly Option<OptionValue<int?>> _batchTokens =
        WholeNumber.Optional("--batch-tokens", "Tokens in a batch, instead of --batch-size", 1);

    private readonly Option<OptionValue<int>> _patience =
        WholeNumber.One("--patience", "Evaluations without a better score before training stops; 0 for never", 0, 5);

    private readonly Option<OptionValue<int?>> _evaluateEvery =
        WholeNumber.Optional("--evaluate-every", "Steps between evaluations (default: an epoch)", 1);

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new("Loop", _epochs, _batchSize, _batchTokens, _patience, _evaluateEvery);

    /// <summary>What the user chose. Throws <see cref="InputException"/> where both sizes of a batch are given.</summary>
    public LoopSettings Read(ParseResult parsed)
    {
        int? tokens = parsed.Read(_batchTokens);
        if (tokens is not null && parsed.IsGiven(_batchSize))
            throw new InputException("--batch-size and --batch-tokens exclude each other");
        int patience = parsed.Read(_patience);
        return new LoopSettings(
            parsed.Read(_epochs), parsed.Read(_batchSize), tokens, patience > 0 ? patience : null, parsed.Read(_evaluateEvery));
    }
}
