using System.Globalization;
using System.Text.RegularExpressions;
using Rnnctl.Compute.Randomness;
using Rnnctl.Models.Parameters;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Landscape;

/// <summary>An axis of a plane through a model.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Center">The coordinate of the model.</param>
/// <param name="Direction">The change of each parameter for a step of 1, row by row; a parameter that is missing does not change.</param>
internal sealed record PlaneAxis(string Title, double Center, IReadOnlyDictionary<string, double[]> Direction);

/// <summary>
/// Random directions with filter normalisation (Li et al. 2018, "Visualizing the loss landscape of neural nets"). A filter is a row of a weight matrix,
/// the weights into one unit. Its direction is
/// <code>
/// d ← d / ‖d‖ · ‖w‖
/// </code>
/// where d is Gaussian and w are the weights of the model, so that a step of 1 means the same whatever the scale of the weights. Biases do not change.
/// </summary>
internal static class RandomDirections
{
    // The initial weights use the random streams from 0 on, one for each parameter.
    private const uint FirstStream = 1 << 25;

    /// <summary>Draws a direction.</summary>
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

/// <summary>A single weight of a model as axis, by its name: <c>encoder.weight_hh_l0[0,3]</c>, or <c>output.bias[2]</c> in a vector.</summary>
internal static partial class NamedWeight
{
    /// <summary>The axis whose coordinate is the value of the weight.</summary>
    /// <exception cref="InputException">There is no such weight.</exception>
    public static PlaneAxis Find(string text, IReadOnlyList<ParameterShape> shapes, Func<string, double[]> weights)
    {
        Match match = Form().Match(text);
        if (!match.Success) throw new InputException($"--weights: expected NAME[i,j] or NAME[i], found '{text}'");
        string name = match.Groups["name"].Value;
        ParameterShape shape = shapes.FirstOrDefault(shape => shape.Name == name)
            ?? throw new InputException($"--weights: unknown parameter '{name}', expected one of {string.Join(", ", shapes.Select(shape => shape.Name))}");
        int place = PlaceOf(text, shape, match.Groups["index"].Captures);
        double[] direction = new double[shape.Count];
        direction[place] = 1;
        return new PlaneAxis(text, weights(name)[place], new Dictionary<string, double[]> { [name] = direction });
    }

    private static int PlaceOf(string text, ParameterShape shape, CaptureCollection indices)
    {
        int place = 0;
        bool inside = indices.Count == shape.Dimensions.Count;
        for (int axis = 0; inside && axis < indices.Count; axis++)
        {
            inside = int.TryParse(indices[axis].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < shape.Dimensions[axis];
            place = (place * shape.Dimensions[axis]) + index;
        }

        string dimensions = string.Join(", ", shape.Dimensions);
        return inside ? place : throw new InputException($"--weights: {text} is not in {shape.Name}, whose shape is [{dimensions}]; indices count from 0");
    }

    [GeneratedRegex(@"^(?<name>[^\[\]]+)\[(?<index>[0-9]+)(?:, ?(?<index>[0-9]+))*\]$")]
    private static partial Regex Form();
}
