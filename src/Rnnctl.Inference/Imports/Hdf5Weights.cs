using System.Globalization;
using PureHDF;
using PureHDF.VOL.Native;
using Rnnctl.Inference.Files;
using Rnnctl.Text;

namespace Rnnctl.Inference.Imports;

/// <summary>The datasets of someone else's HDF5 file. The shape of each is checked before its numbers are read.</summary>
internal sealed class Hdf5Weights : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly NativeFile _file;

    private Hdf5Weights(string path, FileStream stream, NativeFile file) => (_path, _stream, _file) = (path, stream, file);

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">It is missing, may not be read, or is not HDF5.</exception>
    public static Hdf5Weights Open(string path)
    {
        FileStream stream = UserFile.OpenRead(path);
        try
        {
            return new Hdf5Weights(path, stream, H5File.Open(stream));
        }
        catch (Exception failure)
        {
            stream.Dispose();
            throw new InputException($"{path}: not an HDF5 file that can be read: {failure.Message}", failure);
        }
    }

    /// <summary>Reads a dataset of 32-bit floats.</summary>
    /// <param name="name">Its path in the file: <c>CNN/W_cnn_0</c>.</param>
    /// <param name="shape">The shape that it must have.</param>
    /// <exception cref="InputException">It is missing, has another shape or type, is longer than the file, is damaged, or holds a number that is not
    /// finite.</exception>
    public float[] Read(string name, params int[] shape)
    {
        float[] values = Guarded(name, () => ReadChecked(name, shape));
        int strange = Array.FindIndex(values, value => !float.IsFinite(value));
        if (strange < 0) return values;
        string found = values[strange].ToString(CultureInfo.InvariantCulture);
        throw Refused(name, $"expected finite numbers, found {found} at element {strange}");
    }

    /// <summary>Refuses a file that has more layers than its options say.</summary>
    /// <param name="name">The path in the file of the layer after the last one.</param>
    /// <exception cref="InputException">The file has it.</exception>
    public void RequireAbsent(string name)
    {
        if (Guarded(name, () => _file.LinkExists(name))) throw new InputException($"{_path}: '{name}': the options have no such layer");
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _stream.Dispose();
    }

    private float[] ReadChecked(string name, int[] shape)
    {
        if (!_file.LinkExists(name)) throw Refused(name, "missing");
        IH5Dataset dataset = _file.Dataset(name);
        string expected = string.Join(", ", shape), found = string.Join(", ", dataset.Space.Dimensions);
        if (found != expected) throw Refused(name, $"expected shape [{expected}], found [{found}]");
        if (dataset.Type is not { Class: H5DataTypeClass.FloatingPoint, Size: sizeof(float) }) throw Refused(name, "expected 32-bit floats");
        long bytes = shape.Aggregate((long)sizeof(float), (size, dimension) => size * dimension);
        if (bytes > _stream.Length) throw Refused(name, $"it would have {bytes} bytes, and the file has {_stream.Length}");
        return dataset.Read<float[]>();
    }

    /// <summary>Names the dataset in every error: a damaged file shows in exceptions of many types.</summary>
    private T Guarded<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is not InputException)
        {
            throw new InputException($"{_path}: dataset '{name}': could not be read: {failure.Message}", failure);
        }
    }

    private InputException Refused(string name, string problem) => new($"{_path}: dataset '{name}': {problem}");
}
