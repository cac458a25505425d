using System.Buffers.Binary;
using System.Text;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Text;

namespace Rnnctl.Inference.Tests.Safetensors;

public sealed class SafetensorsFileTests : IDisposable
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_bytes_are_those_of_the_reference_implementation()
    {
        // huggingface/safetensors, safetensors/src/tensor.rs, test_serialization: this tensor, a header of exactly 64 bytes, then the
        // floats.
        NamedTensor attention = NamedTensor.Of<float>("attn.0", [1, 2, 3], new float[] { 0, 1, 2, 3, 4, 5 });
        byte[] expected =
        [
            64, 0, 0, 0, 0, 0, 0, 0,
            .. """{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}"""u8,
            0, 0, 0, 0, 0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 64, 0, 0, 160, 64,
        ];
        Assert.Equal(expected, Written([attention], NoMetadata));
    }

    [Fact]
    public void A_header_is_padded_with_spaces_to_eight_bytes()
    {
        // The same source, test_serialization_forced_alignment: one byte of name less, one dimension more.
        NamedTensor attention = NamedTensor.Of<float>("attn0", [1, 1, 2, 3], new float[] { 0, 1, 2, 3, 4, 5 });
        string header = """{"attn0":{"dtype":"F32","shape":[1,1,2,3],"data_offsets":[0,24]}}""";
        byte[] written = Written([attention], NoMetadata);
        Assert.Equal(72ul, BinaryPrimitives.ReadUInt64LittleEndian(written));
        Assert.Equal(header.PadRight(72), Encoding.UTF8.GetString(written, 8, 72));
        Assert.Equal(8 + 72 + 24, written.Length);
    }

    [Fact]
    public void Random_tensors_of_every_type_come_back_bit_for_bit()
    {
        var random = new Random(20240611);
        for (int round = 0; round < 25; round++)
        {
            byte[] bits = new byte[8 * 24];
            random.NextBytes(bits);
            float[] floats = [.. Enumerable.Range(0, 24).Select(i => BitConverter.ToSingle(bits, 4 * i))];
            double[] doubles = [.. Enumerable.Range(0, random.Next(24)).Select(i => BitConverter.ToDouble(bits, 8 * i))];
            long[] signed = [.. Enumerable.Range(0, random.Next(24)).Select(i => BitConverter.ToInt64(bits, 8 * i))];
            ulong[] unsigned = [BitConverter.ToUInt64(bits, 0)];
            string path = Save(Written(
                [
                    NamedTensor.Of<float>("a", [2, 3, 4], floats),
                    NamedTensor.Of<double>("ä", [doubles.Length], doubles),
                    NamedTensor.Of<long>("c \"quoted\"", [signed.Length], signed),
                    NamedTensor.Of<ulong>("random", [], unsigned),
                ],
                new Dictionary<string, string> { ["step"] = "17", ["名"] = "值" }));

            using SafetensorsFile file = SafetensorsFile.Read(path);
            Assert.Equal(floats.Select(BitConverter.SingleToUInt32Bits), Copy<float>(file, "a").Select(BitConverter.SingleToUInt32Bits));
            Assert.Equal(doubles.Select(BitConverter.DoubleToUInt64Bits), Copy<double>(file, "ä").Select(BitConverter.DoubleToUInt64Bits));
            Assert.Equal(signed, Copy<long>(file, "c \"quoted\""));
            Assert.Equal(unsigned, Copy<ulong>(file, "random"));
            Assert.Equal([2, 3, 4], file.Find("a").Shape);
            Assert.Equal(24, file.Find("a").Count);
            Assert.Empty(file.Find("random").Shape);
            Assert.Equal("17", file.Metadata["step"]);
            Assert.Equal("值", file.Metadata["名"]);
        }
    }

    // The bits of IEEE 754 binary16 and of bfloat16 for 1, -2, 0.333..., the largest, the smallest and infinity, as torch.tensor([...]).half() and .bfloat16()
    // give them.
    [Theory]
    [InlineData(
        "F16", new ushort[] { 0x3C00, 0xC000, 0x3555, 0x7BFF, 0x0001, 0xFC00 }, new[] { 1, -2, 0.33325195f, 65504, 5.9604645e-08f, float.NegativeInfinity })]
    [InlineData(
        "BF16",
        new ushort[] { 0x3F80, 0xC000, 0x3EAB, 0x7F7F, 0x0001, 0xFF80 },
        new[] { 1, -2, 0.33398438f, 3.3895314e38f, 9.18354962e-41f, float.NegativeInfinity })]
    public void Floats_of_16_bits_are_read_as_floats_of_32(string type, ushort[] bits, float[] expected)
    {
        string header = $$$"""{"a":{"dtype":"{{{type}}}","shape":[2,3],"data_offsets":[0,12]}}""";
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        byte[] elements = [.. bits.SelectMany(BitConverter.GetBytes)];
        using SafetensorsFile file = SafetensorsFile.Read(Save([.. length, .. Encoding.UTF8.GetBytes(header), .. elements]));
        Assert.Equal(type, file.Find("a").TypeName);
        Assert.Equal(6, file.Find("a").Count);
        float[] read = new float[6];
        file.CopyTo<float>("a", [2, 3], read);
        Assert.Equal(expected, read);
        AssertMessage(() => file.CopyTo<double>("a", new double[6]), $"tensor 'a': expected F64, found {type}");
    }

    // huggingface/safetensors, test_whitespace_padded_header; its sibling for blanks before the object is commented out there, and they are read.
    [Theory]
    [InlineData("{}\r \t\n")]
    [InlineData("\t\n{}\r ")]
    [InlineData("      {}")]
    public void Blanks_around_the_header_are_read(string header)
    {
        using SafetensorsFile file = SafetensorsFile.Read(Save([(byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(header)]));
        Assert.Empty(file.Tensors);
    }

    [Fact]
    public void Every_tensor_is_aligned_to_its_element_in_any_order()
    {
        NamedTensor[] tensors = [NamedTensor.Of<float>("a", [1], new float[1]), NamedTensor.Of<double>("b", [1], new double[1])];
        using SafetensorsFile file = SafetensorsFile.Read(Save(Written(tensors, NoMetadata)));
        Assert.All(file.Tensors, tensor => Assert.Equal(0, tensor.Offset % (tensor.ByteCount / tensor.Count)));
    }

    [Fact]
    public void A_file_without_tensors_is_valid()
    {
        using SafetensorsFile file = SafetensorsFile.Read(Save(Written([], NoMetadata)));
        Assert.Empty(file.Tensors);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void An_open_file_is_read_to_its_end_after_it_was_replaced()
    {
        string path = Save(Written([NamedTensor.Of<float>("a", [1], new float[] { 1 })], NoMetadata));
        using SafetensorsFile file = SafetensorsFile.Read(path);
        File.WriteAllBytes(path + ".new", Written([NamedTensor.Of<float>("a", [1], new float[] { 2 })], NoMetadata));
        File.Move(path + ".new", path, overwrite: true);
        Assert.Equal([1f], Copy<float>(file, "a"));
    }

    [Fact]
    public void Writing_two_tensors_of_one_name_or_elements_that_do_not_fit_the_shape_is_refused()
    {
        NamedTensor one = NamedTensor.Of<float>("a", [1], new float[1]);
        Assert.Throws<ArgumentException>(() => Written([one, one], NoMetadata));
        Assert.Throws<ArgumentException>(() => Written([NamedTensor.Of<float>("a", [2], new float[1])], NoMetadata));
        Assert.Throws<ArgumentException>(() => Written([NamedTensor.Of<float>("__metadata__", [1], new float[1])], NoMetadata));
        Assert.Throws<NotSupportedException>(() => NamedTensor.Of<short>("a", [1], new short[1]));
    }

    [Fact]
    public void Copying_checks_the_name_the_shape_the_type_and_the_size()
    {
        string path = Save(Written([NamedTensor.Of<float>("output.weight", [2, 3], new float[6])], NoMetadata));
        using SafetensorsFile file = SafetensorsFile.Read(path);
        float[] six = new float[6];
        file.CopyTo<float>("output.weight", [2, 3], six);
        AssertMessage(() => file.CopyTo<float>("output.bias", six), "it has no tensor 'output.bias'");
        AssertMessage(
            () => file.CopyTo<float>("output.weight", [3, 2], six),
            "tensor 'output.weight': expected the shape [3, 2], found [2, 3]");
        AssertMessage(() => file.CopyTo<double>("output.weight", new double[6]), "tensor 'output.weight': expected F64, found F32");
        AssertMessage(() => file.CopyTo<float>("output.weight", new float[5]), "tensor 'output.weight': expected 5 elements, found 6");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
        AssertMessage(() => file.CopyTo<float>("output.weight", six), "tensor 'output.weight': the file ends before it");
    }

    private static byte[] Written(IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, tensors, metadata);
        return stream.ToArray();
    }

    private static T[] Copy<T>(SafetensorsFile file, string name)
        where T : unmanaged
    {
        var copy = new T[file.Find(name).Count];
        file.CopyTo<T>(name, copy);
        return copy;
    }

    private string Save(byte[] bytes)
    {
        File.WriteAllBytes(_directory["model.safetensors"], bytes);
        return _directory["model.safetensors"];
    }

    private void AssertMessage(Action action, string message) =>
        Assert.Equal($"{_directory["model.safetensors"]}: {message}", Assert.Throws<InputException>(action).Message);
}
