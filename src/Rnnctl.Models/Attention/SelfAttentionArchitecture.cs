using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Attention;

/// <summary>Everything that decides the parameters of self-attention.</summary>
/// <param name="Heads">The number of heads.</param>
/// <param name="Width">D, the columns of what attends to itself; a multiple of the heads.</param>
public sealed record SelfAttentionArchitecture(int Heads, int Width)
{
    /// <summary>How every parameter's name starts.</summary>
    internal const string Prefix = "attention.";

    /// <summary>All parameters. The keys have no bias: it would raise all of a query's scores alike, which the softmax does not see.</summary>
    public IEnumerable<ParameterShape> Parameters() =>
        [Weight("query"), Bias("query"), Weight("key"), Weight("value"), Bias("value"), Weight("output"), Bias("output")];

    private ParameterShape Weight(string name) => new($"{Prefix}{name}.weight", [Width, Width], new InitialValue(Distribution.Glorot));

    private ParameterShape Bias(string name) => new($"{Prefix}{name}.bias", [Width], new InitialValue(Distribution.Zero));
}
