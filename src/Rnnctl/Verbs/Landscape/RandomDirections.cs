using Rnnctl.Compute.Randomness;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Verbs.Landscape;

/// <summary>
/// Random directions, filter-normalised as Li et al. (2018, "Visualizing the loss landscape of neural nets") have it: a filter is a row of a matrix, what
/// leads into one unit, and gets
/// <code>
/// d ← d / ‖d‖ · ‖w‖
/// </code>
/// of a Gaussian d and the model's own weights w, so that a step of 1 is as large for the model whatever the scale of its weights. Biases stay as they are.
/// </summary>
internal static class RandomDirections
{
    // The weights take the streams from 0 on, one for each parameter.
    private const uint FirstStream = 1 << 25;

    /// <summary>A direction.</summary>
    /// <param name="shapes">The model's parameters.</param>
    /// <param name="weights">Their values.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="number">The number of the direction, from 0.</param>
    public static PlaneAxis Draw(IReadOnlyList<ParameterShape> shapes, Func<string, double[]> weights, ulong seed, int number)
    {
        var random = new PhiloxRandom(seed, FirstStream + (uint)number);
        var direction = new Dictionary<string, double[]>();
        foreach (ParameterShape shape in shapes.Where(shape => shape.Dimensions.Count > 1)) direction[shape.Name] = Draw(shape, weights(shape.Name), random);
        return new PlaneAxis($"random direction {(number == 0 ? "1" : "2")} (filter norms)", Center: 0, direction);
    }

    private static double[] Draw(ParameterShape shape, double[] weights, PhiloxRandom random)
    {
        double[] drawn = [.. Enumerable.Range(0, shape.Count).Select(_ => random.NextGaussian())];
        for (int row = 0; row < shape.Rows; row++)
        {
            Span<double> filter = drawn.AsSpan(row * shape.Columns, shape.Columns);
            double scale = Norm(weights.AsSpan(row * shape.Columns, shape.Columns)) / Norm(filter);
            foreach (ref double value in filter) value *= scale;
        }

        return drawn;
    }

    private static double Norm(ReadOnlySpan<double> values)
    {
        double squares = 0;
        foreach (double value in values) squares += value * value;
        return Math.Sqrt(squares);
    }
}
