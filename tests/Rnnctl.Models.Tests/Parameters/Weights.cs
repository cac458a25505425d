using Rnnctl.Compute.Randomness;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Tests.Parameters;

/// <summary>Values of all parameters of a model, by name, row after row.</summary>
internal static class Weights
{
    /// <summary>Drawn evenly between -1 and 1.</summary>
    public static Dictionary<string, double[]> Draw(IEnumerable<ParameterShape> shapes, ulong seed)
    {
        var random = new PhiloxRandom(seed, stream: 0);
        return shapes.ToDictionary(
            shape => shape.Name, shape => Enumerable.Range(0, shape.Count).Select(_ => 2 * (random.NextDouble() - 0.5)).ToArray());
    }

    /// <summary>In closed form: element i is cos(0.9 i + k), and k is the sum of the characters' codes of the parameter's name.</summary>
    public static Dictionary<string, double[]> InClosedForm(IEnumerable<ParameterShape> shapes) => shapes.ToDictionary(
        shape => shape.Name, shape => Enumerable.Range(0, shape.Count).Select(i => Math.Cos((0.9 * i) + shape.Name.Sum(letter => letter))).ToArray());
}
