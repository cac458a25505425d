using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Attention;

/// <summary>Everything that determines the parameters of self-attention.</summary>
/// <param name="Heads">The number of heads.</param>
/// <param name="Width">D, the columns of the input; a multiple of the heads.</param>
public sealed record SelfAttentionArchitecture(int Heads, int Width)
{
    /// <summary>The prefix of the parameters' names.</summary>
    internal const string Prefix = "attention.";

    /// <summary>All parameters. The keys have no bias: it would add the same number to all scores of a query, which the softmax cancels.</summary>
    public IEnumerable<ParameterShape> Parameters() =>
        [Weight("query"), Bias("query"), Weight("key"), Weight("value"), Bias("value"), Weight("output"), Bias("output")];

    private ParameterShape Weight(string name) => new($"{Prefix}{name}.weight", [Width, Width], new InitialValue(Distribution.Glorot));

    private ParameterShape Bias(string name) => new($"{Prefix}{name}.bias", [Width], new InitialValue(Distribution.Zero));
}
