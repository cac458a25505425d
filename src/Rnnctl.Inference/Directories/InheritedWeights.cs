using Rnnctl.Inference.Safetensors;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Inference.Directories;

/// <summary>The weights of a trained model, with which another one begins.</summary>
public static class InheritedWeights
{
    /// <summary>
    /// Writes the weights over the initial values of a model of the same architecture, whose vocabularies may have grown at their ends: each tensor fills the
    /// first rows and columns of the new tensor with its name. Rows and columns of new symbols keep their initial values.
    /// </summary>
    /// <param name="file">The weights.</param>
    /// <param name="shapes">The parameters that they are.</param>
    /// <param name="parameters">The new model's parameters. Those that the file does not have keep their initial values.</param>
    /// <exception cref="Rnnctl.Text.InputException">A tensor is missing, has another shape or type, or holds a number that is not finite.</exception>
    public static void Write(SafetensorsFile file, IReadOnlyList<ParameterShape> shapes, ParameterSet<float> parameters)
    {
        Dictionary<string, ParameterShape> known = shapes.ToDictionary(shape => shape.Name);
        foreach (ParameterShape now in parameters.Shapes)
        {
            if (!known.TryGetValue(now.Name, out ParameterShape? before)) continue;
            float[] inherited = ParameterFile.ReadWeights(file, before);
            parameters.Write(now.Name, before.Dimensions.SequenceEqual(now.Dimensions) ? inherited : Grown(inherited, before, now, parameters));
        }
    }

    private static float[] Grown(float[] inherited, ParameterShape before, ParameterShape now, ParameterSet<float> parameters)
    {
        var values = new float[now.Count];
        parameters.Read(now.Name, values);
        for (int row = 0; row < before.Rows; row++)
            inherited.AsSpan(row * before.Columns, before.Columns).CopyTo(values.AsSpan(row * now.Columns, now.Columns));
        return values;
    }
}
