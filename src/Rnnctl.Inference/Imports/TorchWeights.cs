using System.Buffers.Binary;
using System.Globalization;
using Rnnctl.Inference.Files;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Models.Parameters;
using Rnnctl.Text;

namespace Rnnctl.Inference.Imports;

/// <summary>The tensors of someone else's safetensors file under the names that they have in a model.</summary>
internal sealed class TorchWeights : IDisposable
{
    private const int MostNames = 20;
    private const string Hint = "--map OLD=NEW renames all tensors whose names begin with OLD";
    private const byte PickleMark = 0x80;
    private const uint ZipMark = 0x04034b50;

    private readonly SafetensorsFile _file;
    private readonly Dictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);

    private TorchWeights(SafetensorsFile file, IReadOnlyList<KeyValuePair<string, string>> map)
    {
        _file = file;
        foreach (TensorEntry tensor in file.Tensors)
        {
            KeyValuePair<string, string>? rule = map.Where(rule => tensor.Name.StartsWith(rule.Key, StringComparison.Ordinal))
                .Select(rule => (KeyValuePair<string, string>?)rule).MaxBy(rule => rule!.Value.Key.Length);
            string name = rule is null ? tensor.Name : rule.Value.Value + tensor.Name[rule.Value.Key.Length..];
            if (!_tensors.TryAdd(name, tensor))
                throw new InputException($"{file.Path}: tensors '{_tensors[name].Name}' and '{tensor.Name}' would both be '{name}' by --map");
        }

        foreach ((string old, _) in map)
        {
            if (!file.Tensors.Any(tensor => tensor.Name.StartsWith(old, StringComparison.Ordinal)))
                throw new InputException($"--map: no tensor of {file.Path} has a name that begins with '{old}'; {Found()}");
        }
    }

    /// <summary>The path of the file.</summary>
    public string Path => _file.Path;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="map">Beginnings of names, and what stands in their place; of several that fit, the longest counts.</param>
    /// <exception cref="InputException">It is not a safetensors file, a beginning fits no name, or two tensors would have one name.</exception>
    public static TorchWeights Open(string path, IReadOnlyList<KeyValuePair<string, string>> map)
    {
        RefusePickle(path);
        SafetensorsFile file = SafetensorsFile.Read(path);
        try
        {
            return new TorchWeights(file, map);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>The first dimension of a tensor; 0 if it has none.</summary>
    public int Rows(string name) => Dimension(name, shape => shape[0]);

    /// <summary>The last dimension of a tensor; 0 if it has none.</summary>
    public int Columns(string name) => Dimension(name, shape => shape[^1]);

    /// <summary>Requires tensors without which nothing can be told about the model.</summary>
    /// <exception cref="InputException">One is missing; the message lists all that are, and what the file has.</exception>
    public void RequireNames(params IEnumerable<string> names)
    {
        string[] missing = [.. names.Where(name => !Has(name))];
        if (missing.Length > 0) throw new InputException($"{Path}: missing: {List(missing)}; {Found()}", Hint);
    }

    /// <summary>Requires the file to hold these parameters in these shapes, and no others.</summary>
    /// <param name="shapes">The parameters.</param>
    /// <param name="reason">Why a parameter must have its shape, for the end of the message; empty for no reason.</param>
    /// <exception cref="InputException">Names are missing or too many, and all are listed; or a tensor has another shape.</exception>
    public void Require(IReadOnlyList<ParameterShape> shapes, Func<string, string> reason)
    {
        HashSet<string> expected = [.. shapes.Select(shape => shape.Name)];
        string[] missing = [.. expected.Where(name => !Has(name))], strangers = [.. _tensors.Keys.Where(name => !expected.Contains(name))];
        string[] lists = [.. Listed("missing", missing), .. Listed("not of this model", strangers)];
        if (lists.Length > 0) throw new InputException($"{Path}: {string.Join("; ", lists)}", Hint);
        foreach (ParameterShape shape in shapes)
        {
            IReadOnlyList<long> found = _tensors[shape.Name].Shape;
            if (!found.SequenceEqual(shape.Dimensions.Select(dimension => (long)dimension)))
                throw Misfit(shape.Name, $"expected the shape [{string.Join(", ", shape.Dimensions)}], found [{string.Join(", ", found)}]{reason(shape.Name)}");
        }
    }

    /// <summary>Reads a tensor as 32-bit floats, to which others are rounded.</summary>
    /// <exception cref="InputException">It is not of floats, or holds a number that is not finite as a 32-bit float.</exception>
    public float[] Read(string name)
    {
        TensorEntry tensor = _tensors[name];
        if (tensor.Type is TensorType.Integer64 or TensorType.Unsigned64) throw Misfit(name, $"expected floats, found {tensor.TypeName}");
        var values = new float[tensor.Count];
        if (tensor.Type == TensorType.Real64)
        {
            var wide = new double[values.Length];
            _file.CopyTo<double>(tensor.Name, wide);
            for (int i = 0; i < values.Length; i++) values[i] = (float)wide[i];
        }
        else
        {
            _file.CopyTo<float>(tensor.Name, values);
        }

        int strange = Array.FindIndex(values, value => !float.IsFinite(value));
        if (strange < 0) return values;
        throw Misfit(name, string.Create(CultureInfo.InvariantCulture, $"expected finite 32-bit numbers, found {values[strange]} at element {strange}"));
    }

    /// <summary>The error about a tensor, which is named as in the file.</summary>
    public InputException Misfit(string name, string problem)
    {
        string own = _tensors[name].Name;
        return new InputException($"{Path}: tensor '{own}'{(own == name ? "" : $" ({name})")}: {problem}");
    }

    /// <summary>A tensor's shape as text: <c>[16, 4]</c>.</summary>
    public string ShapeOf(string name) => $"[{string.Join(", ", _tensors[name].Shape)}]";

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private int Dimension(string name, Func<IReadOnlyList<long>, long> choose) =>
        _tensors[name].Shape is { Count: > 0 } shape ? (int)Math.Min(int.MaxValue, choose(shape)) : 0;

    private string Found() => $"it has {List([.. _file.Tensors.Select(tensor => tensor.Name)])}";

    private static IEnumerable<string> Listed(string problem, string[] names) => names.Length == 0 ? [] : [$"{problem}: {List(names)}"];

    private static string List(string[] names)
    {
        string listed = string.Join(", ", names.Order(StringComparer.Ordinal).Take(MostNames));
        return names.Length > MostNames ? $"{listed} and {names.Length - MostNames} more" : names.Length == 0 ? "no tensor" : listed;
    }

    /// <summary>
    /// Files of <c>torch.save</c> are zip archives, or pickles in older versions. A safetensors file begins with the length of its header, which is far below
    /// what the first bytes of both would be.
    /// </summary>
    private static void RefusePickle(string path)
    {
        using FileStream stream = UserFile.OpenRead(path);
        Span<byte> first = stackalloc byte[sizeof(ulong)];
        if (stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) < first.Length) return;
        bool isPickle = first[0] == PickleMark && BinaryPrimitives.ReadUInt64LittleEndian(first) > SafetensorsFile.LongestHeader;
        if (!isPickle && BinaryPrimitives.ReadUInt32LittleEndian(first) != ZipMark) return;
        throw new InputException(
            $"{path}: expected a safetensors file, found one of torch.save",
            "in Python: safetensors.torch.save_file(model.state_dict(), \"weights.safetensors\")");
    }
}
