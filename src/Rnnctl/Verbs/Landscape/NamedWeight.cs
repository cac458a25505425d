using System.Globalization;
using System.Text.RegularExpressions;
using Rnnctl.Models.Parameters;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Landscape;

/// <summary>A single weight of a model, as a user names it: <c>encoder.weight_hh_l0[0,3]</c>, or <c>output.bias[2]</c> of a vector.</summary>
internal static partial class NamedWeight
{
    /// <summary>The axis along which that weight has its own value.</summary>
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
