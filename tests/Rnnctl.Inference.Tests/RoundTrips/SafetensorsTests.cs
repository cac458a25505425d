using CsCheck;
using Rnnctl.Inference.Safetensors;

namespace Rnnctl.Inference.Tests.RoundTrips;

/// <summary>Tensors that were written are read back bit for bit, whatever they are called.</summary>
public sealed class SafetensorsTests : IDisposable
{
    // __metadata__ is no tensor.
    private static readonly Gen<string> Name = AwkwardText.Any.Where(name => name.Length > 0 && name != "__metadata__");

    private static readonly Gen<(string Name, int[] Bits)[]> Tensors =
        Gen.Select(Name, Gen.Int.Array[0, 5]).Array[0, 5].Select(tensors => tensors.DistinctBy(tensor => tensor.Item1).ToArray());

    private static readonly Gen<Dictionary<string, string>> Metadata = Gen.Dictionary(AwkwardText.Any, AwkwardText.Any)[0, 4];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_and_metadata_are_read_as_they_were_written() => Gen.Select(Tensors, Metadata).Check(values =>
    {
        ((string Name, int[] Bits)[] tensors, Dictionary<string, string> metadata) = values;
        string path = Write(tensors, metadata);
        using SafetensorsFile file = SafetensorsFile.Read(path);
        Assert.Equal(tensors.Select(tensor => tensor.Name).ToHashSet(), [.. file.Tensors.Select(tensor => tensor.Name)]);
        Assert.Equal([.. metadata], file.Metadata.ToHashSet());
        Assert.All(tensors, tensor => Assert.Equal(tensor.Bits, BitsOf(file, tensor.Name, tensor.Bits.Length)));
    });

    private static int[] BitsOf(SafetensorsFile file, string name, int length)
    {
        float[] floats = new float[length];
        file.CopyTo(name, [length], floats.AsSpan());
        return Array.ConvertAll(floats, BitConverter.SingleToInt32Bits);
    }

    private string Write((string Name, int[] Bits)[] tensors, Dictionary<string, string> metadata)
    {
        using var stream = new MemoryStream();
        IEnumerable<NamedTensor> named = tensors.Select(tensor =>
            NamedTensor.Of<float>(tensor.Name, [tensor.Bits.Length], Array.ConvertAll(tensor.Bits, BitConverter.Int32BitsToSingle)));
        SafetensorsFile.Write(stream, [.. named], metadata);
        return _folder.Write("model.safetensors", stream.ToArray());
    }
}
