using System.Globalization;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Models.Parameters;
using Rnnctl.Text;

namespace Rnnctl.Inference.Directories;

/// <summary>A model's parameters as tensors of a safetensors file, or an optimiser's moments: these have the same layout, without the frozen
/// parameters at its end.</summary>
public static class ParameterFile
{
    private const int LongestPiece = 1 << 18;

    /// <summary>Requires a file to hold these parameters in these shapes, and no others, before memory is allocated for them.</summary>
    /// <exception cref="InputException">A tensor is missing, has another shape, or is not of this model.</exception>
    public static void Require(SafetensorsFile file, IReadOnlyList<ParameterShape> shapes)
    {
        foreach (ParameterShape shape in shapes) file.RequireShape(shape.Name, DimensionsOf(shape));
        HashSet<string> names = [.. shapes.Select(shape => shape.Name)];
        TensorEntry? stranger = file.Tensors.FirstOrDefault(tensor => !names.Contains(tensor.Name));
        if (stranger is not null) throw new InputException($"{file.Path}: tensor '{stranger.Name}' does not belong to this model");
    }

    /// <summary>Reads a tensor for each parameter into memory of the parameters' layout. A tensor has a prefix and the parameter's name as its name.</summary>
    /// <remarks>Memory without room for the frozen parameters, which come last, takes the others only.</remarks>
    /// <exception cref="InputException">A tensor is missing or has another shape or type.</exception>
    public static void Read(SafetensorsFile file, string prefix, ParameterSet<float> parameters, Backend<float> backend, Tensor<float> target)
    {
        foreach (ParameterShape shape in ShapesIn(target, parameters))
            backend.Upload<float>(Read(file, shape, prefix), target.SliceColumns(parameters.OffsetOf(shape.Name), shape.Count));
    }

    /// <summary>
    /// Each parameter's part of a memory of the parameters' layout as a tensor, named by a prefix and the parameter's name. The numbers are fetched piece by
    /// piece while a file is written, so that a checkpoint needs no second copy of a large model.
    /// </summary>
    public static IEnumerable<NamedTensor> Write(string prefix, ParameterSet<float> parameters, Backend<float> backend, Tensor<float> source) =>
        ShapesIn(source, parameters).Select(shape => NamedTensor.Of(
            prefix + shape.Name, DimensionsOf(shape), Pieces(backend, source.SliceColumns(parameters.OffsetOf(shape.Name), shape.Count))));

    /// <summary>A parameter's weights as a tensor of a file, row after row.</summary>
    public static NamedTensor TensorOf(ParameterShape shape, float[] weights) => NamedTensor.Of<float>(shape.Name, DimensionsOf(shape), weights);

    /// <summary>Reads the weights of a parameter.</summary>
    /// <exception cref="InputException">The tensor is missing, has another shape or type, or holds a number that is not finite, which would make
    /// everything computed from it not finite.</exception>
    public static float[] ReadWeights(SafetensorsFile file, ParameterShape shape)
    {
        float[] values = Read(file, shape, "");
        int strange = Array.FindIndex(values, value => !float.IsFinite(value));
        if (strange < 0) return values;
        string found = values[strange].ToString(CultureInfo.InvariantCulture);
        throw new InputException($"{file.Path}: tensor '{shape.Name}': expected finite numbers, found {found} at element {strange}");
    }

    private static IEnumerable<ReadOnlyMemory<float>> Pieces(Backend<float> backend, Tensor<float> source)
    {
        var piece = new float[Math.Min(source.Count, LongestPiece)];
        for (int first = 0; first < source.Count; first += piece.Length)
        {
            int count = Math.Min(piece.Length, source.Count - first);
            backend.Download(source.SliceColumns(first, count), piece.AsSpan(0, count));
            yield return piece.AsMemory(0, count);
        }
    }

    private static IEnumerable<ParameterShape> ShapesIn(Tensor<float> memory, ParameterSet<float> parameters) =>
        parameters.Shapes.Where(shape => parameters.OffsetOf(shape.Name) < memory.Columns);

    private static float[] Read(SafetensorsFile file, ParameterShape shape, string prefix)
    {
        var values = new float[shape.Count];
        file.CopyTo<float>(prefix + shape.Name, DimensionsOf(shape), values);
        return values;
    }

    private static long[] DimensionsOf(ParameterShape shape) => [.. shape.Dimensions.Select(dimension => (long)dimension)];
}
