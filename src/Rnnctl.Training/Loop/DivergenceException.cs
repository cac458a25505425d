using System.Globalization;

namespace Rnnctl.Training.Loop;

/// <summary>
/// The loss, the gradient or a weight is no longer a finite number: training cannot go on from these weights. The last checkpoint is unharmed.
/// </summary>
public sealed class DivergenceException : Exception
{
    /// <summary>The error of one step.</summary>
    /// <param name="step">The number of the update, from 1.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="finding">What is not finite, a sentence.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="clipNorm">The norm that gradients were clipped to, or null.</param>
    public DivergenceException(long step, int epoch, string finding, double rate, double? clipNorm)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"at step {step} (epoch {epoch}) {finding}: "
            + $"training has diverged; try an --lr below {rate}, {Norm(clipNorm)} or --clip-value 15; the last checkpoint is untouched"))
    {
    }

    private static string Norm(double? clipNorm) =>
        clipNorm is { } norm ? string.Create(CultureInfo.InvariantCulture, $"a --clip-norm below {norm}") : "--clip-norm 5";
}
