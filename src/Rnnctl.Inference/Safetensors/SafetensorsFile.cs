using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Rnnctl.Inference.Files;
using Rnnctl.Text;

namespace Rnnctl.Inference.Safetensors;

/// <summary>
/// An open file of named tensors in the safetensors format (https://github.com/huggingface/safetensors), which PyTorch and others read too.
/// Opening it reads and checks the header; the elements stay on disk until they are copied out. The file stays open meanwhile, so that a
/// training run that replaces it under the same name does not mix two checkpoints.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    /// <summary>The longest header that is read, in bytes: the limit of the format's reference implementation.</summary>
    public const long LongestHeader = 100_000_000;

    private const int PartBytes = 1 << 20;

    private readonly FileStream _stream;
    private readonly Dictionary<string, TensorEntry> _byName;
    private string? _sha256;

    private SafetensorsFile(string path, FileStream stream, SafetensorsHeader header)
    {
        Path = path;
        _stream = stream;
        Tensors = header.Tensors;
        Metadata = header.Metadata;
        _byName = header.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>The path of the file, as the caller gave it.</summary>
    public string Path { get; }

    /// <summary>The tensors in the order in which they lie in the file.</summary>
    public IReadOnlyList<TensorEntry> Tensors { get; }

    /// <summary>The free-form strings that the file carries; empty where it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header against the rules of the format and the length of the file.</summary>
    /// <exception cref="InputException">The file is missing, unreadable or breaks a rule; the message names the file and, where there is
    /// one, the tensor.</exception>
    public static SafetensorsFile Read(string path) => Read(path, UserFile.OpenRead(path));

    /// <summary>Reads an open file. Disposing of this closes it, and so does a header that breaks a rule.</summary>
    /// <exception cref="InputException">It breaks a rule.</exception>
    public static SafetensorsFile Read(string path, FileStream stream)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("checkpoints are little-endian, and so must be the machine");
        try
        {
            return new SafetensorsFile(path, stream, ReadHeader(path, stream));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Writes tensors and metadata to a stream, one tensor after the other; the same input gives the same bytes.</summary>
    /// <exception cref="ArgumentException">Two tensors share a name, or a tensor's elements do not fit its shape.</exception>
    /// <exception cref="IOException">The stream could not be written.</exception>
    public static void Write(Stream stream, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata) =>
        SafetensorsWriter.Write(stream, tensors, metadata);

    /// <summary>Whether the file has a tensor of this name.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>The entry of a tensor.</summary>
    /// <exception cref="InputException">The file has no tensor of this name.</exception>
    public TensorEntry Find(string name) =>
        _byName.TryGetValue(name, out TensorEntry? tensor) ? tensor : throw new InputException($"{Path}: it has no tensor '{name}'");

    /// <summary>Copies a tensor that must have exactly this shape, type and number of elements.</summary>
    /// <typeparam name="T">float, double, long or ulong; the tensor must be stored as such.</typeparam>
    /// <exception cref="InputException">The tensor is missing, has another shape or type, or the file has shrunk since it was
    /// opened.</exception>
    public void CopyTo<T>(string name, ReadOnlySpan<long> shape, Span<T> destination)
        where T : unmanaged
    {
        RequireShape(name, shape);
        CopyTo(name, destination);
    }

    /// <summary>Refuses a tensor that has another shape.</summary>
    /// <exception cref="InputException">The tensor is missing or has another shape.</exception>
    public void RequireShape(string name, ReadOnlySpan<long> shape)
    {
        IReadOnlyList<long> found = Find(name).Shape;
        if (shape.SequenceEqual([.. found])) return;
        string expected = string.Join(", ", shape.ToArray());
        throw Misfit(name, $"expected the shape [{expected}], found [{string.Join(", ", found)}]");
    }

    /// <summary>Copies a tensor of any shape whose elements fill the destination exactly, in memory order.</summary>
    /// <typeparam name="T">float, double, long or ulong; the tensor must be stored as such, but floats also in 16 bits, which are converted.</typeparam>
    /// <exception cref="InputException">The tensor is missing, has another type or size, or the file has shrunk since it was
    /// opened.</exception>
    public void CopyTo<T>(string name, Span<T> destination)
        where T : unmanaged
    {
        TensorEntry tensor = Find(name);
        TensorType type = TensorTypes.Of<T>();
        bool isConverted = type == TensorType.Real32 && tensor.Type is (TensorType.Real16 or TensorType.Brain16);
        if (tensor.Type != type && !isConverted)
            throw Misfit(name, $"expected {TensorTypes.NameOf(type)}, found {tensor.TypeName}");
        if (tensor.Count != destination.Length)
            throw Misfit(name, $"expected {destination.Length} elements, found {tensor.Count}");
        Span<byte> bytes = MemoryMarshal.AsBytes(destination);

        // 16-bit numbers are read into the second half of the destination, and converted from there.
        if (!TryReadExactly(_stream, isConverted ? bytes[(bytes.Length / 2)..] : bytes, tensor.Offset))
            throw Misfit(name, "the file ends before it");
        if (isConverted) Widen(MemoryMarshal.Cast<T, float>(destination), tensor.Type);
    }

    /// <summary>Converts the 16-bit numbers in the second half of a memory to the floats that fill it.</summary>
    private static void Widen(Span<float> floats, TensorType type)
    {
        Span<ushort> narrow = MemoryMarshal.Cast<float, ushort>(floats)[floats.Length..];
        for (int i = 0; i < floats.Length; i++)
            floats[i] = type == TensorType.Real16 ? (float)BitConverter.UInt16BitsToHalf(narrow[i]) : BitConverter.UInt32BitsToSingle((uint)narrow[i] << 16);
    }

    /// <summary>Copies all bytes of the file.</summary>
    /// <exception cref="InputException">The file has shrunk since it was opened.</exception>
    public void CopyTo(Stream target) => ReadBytes(target.Write);

    /// <summary>The SHA-256 of all bytes of the file, in hexadecimal.</summary>
    /// <exception cref="InputException">The file has shrunk since it was opened.</exception>
    public string Sha256() => _sha256 ??= ComputeSha256();

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private string ComputeSha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ReadBytes(hash.AppendData);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static SafetensorsHeader ReadHeader(string path, FileStream stream)
    {
        long length = stream.Length;
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        if (length < prefix.Length || !TryReadExactly(stream, prefix, 0))
            throw new InputException($"{path}: not a safetensors file: {length} bytes are too few for a header");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > LongestHeader)
            throw new InputException(
                $"{path}: not a safetensors file: expected a header of at most {LongestHeader} bytes, found {headerLength}");
        long dataStart = prefix.Length + (long)headerLength;
        if (dataStart > length)
            throw new InputException($"{path}: not a safetensors file or cut short: its header ends at {dataStart}, the file at {length}");

        byte[] json = new byte[headerLength];
        if (!TryReadExactly(stream, json, prefix.Length))
            throw new InputException($"{path}: it shrank while it was read");
        var header = new SafetensorsHeader(path, dataStart, length - dataStart);
        header.Parse(json);
        return header;
    }

    private void ReadBytes(Action<ReadOnlySpan<byte>> take)
    {
        byte[] part = new byte[PartBytes];
        long length = _stream.Length;
        for (long offset = 0; offset < length; offset += PartBytes)
        {
            Span<byte> bytes = part.AsSpan(0, (int)Math.Min(PartBytes, length - offset));
            if (!TryReadExactly(_stream, bytes, offset)) throw new InputException($"{Path}: it shrank while it was read");
            take(bytes);
        }
    }

    private static bool TryReadExactly(FileStream stream, Span<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(stream.SafeFileHandle, bytes, offset);
            if (read == 0)
                return false;
            bytes = bytes[read..];
            offset += read;
        }

        return true;
    }

    private InputException Misfit(string tensor, string message) => new($"{Path}: tensor '{tensor}': {message}");
}
