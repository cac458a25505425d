using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Taggers;

/// <summary>Everything that determines the parameters of an intent head.</summary>
/// <param name="Intents">I, the number of intents.</param>
/// <param name="Width">D, the columns of what the output layer reads of each token.</param>
internal sealed record IntentArchitecture(int Intents, int Width)
{
    /// <summary>The prefix of the parameters' names.</summary>
    public const string Prefix = "intent.";

    /// <summary>All parameters, with the names and shapes of PyTorch's linear layers <c>attention</c>, <c>scorer</c> and the output.</summary>
    public IEnumerable<ParameterShape> Parameters() =>
    [
        new(Prefix + "attention.weight", [Width, Width], new InitialValue(Distribution.Glorot)),
        new(Prefix + "attention.bias", [Width], new InitialValue(Distribution.Zero)),
        new(Prefix + "scorer.weight", [1, Width], new InitialValue(Distribution.Glorot)),
        new(Prefix + "weight", [Intents, Width], new InitialValue(Distribution.Glorot)),
        new(Prefix + "bias", [Intents], new InitialValue(Distribution.Zero)),
    ];
}
