using System.Buffers.Binary;
using System.Text;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Text;

namespace Rnnctl.Inference.Tests.Safetensors;

public sealed class HostileSafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", 8, "the header is not valid JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}x""", 8, "the header is not valid JSON")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "the header is not valid JSON")]
    [InlineData("", 0, "the header does not begin with a JSON object")]
    [InlineData("[]", 0, "the header does not begin with a JSON object")]
    [InlineData("   ", 0, "the header does not begin with a JSON object")]
    [InlineData("""{"a":1}""", 0, "tensor 'a': its entry is not an object")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "tensor 'a': its key 'data_offsets' is missing")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,8]}}""", 8, "tensor 'a': its key 'shape' is missing")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8, "tensor 'a': its key 'dtype' is missing")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}}""", 8, "tensor 'a': its key 'shape' stands twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}""", 8,
        "tensor 'a': expected the keys dtype, shape, data_offsets, found 'x'")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", 8,
        "tensor 'a': expected one of the types F32, F64, F16, BF16, I64, U64, found \"F8_E4M3\"")]
    [InlineData("""{"a":{"dtype":3,"shape":[4],"data_offsets":[0,8]}}""", 8,
        "tensor 'a': expected one of the types F32, F64, F16, BF16, I64, U64, found 3")]
    [InlineData("""{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", 8, "tensor 'a': its 'shape' is not an array")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8,
        "tensor 'a': its 'shape' holds -2, expected whole numbers from 0 up")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", 8,
        "tensor 'a': its 'shape' holds 2.5, expected whole numbers from 0 up")]
    [InlineData("""{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", 8,
        "tensor 'a': its 'shape' holds \"2\", expected whole numbers from 0 up")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2,4611686018427387904],"data_offsets":[0,8]}}""", 8,
        "tensor 'a': its shape [2, 4611686018427387904] is larger than any file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0,
        "tensor 'a': its shape [4294967296, 4294967296] is larger than any file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8,
        "tensor 'a': its shape [3] needs 12 bytes, its offsets hold 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,16]}}""", 8,
        "tensor 'a': expected two rising offsets, found [0, 8, 16]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8,
        "tensor 'a': expected two rising offsets, found [8, 0]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7,
        "tensor 'a': the file was cut short: it ends at byte 8 of the elements, of which there are 7")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "tensor 'a': 4 bytes before it belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "1 bytes at its end belong to no tensor")]
    [InlineData("""{}""", 4, "4 bytes at its end belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12,
        "tensor 'b': it overlaps the tensor before it by 4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8,
        "tensor 'b': it overlaps the tensor before it by 8 bytes")]
    [InlineData("""{"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 16,
        "tensor 'b': 4 bytes before it belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8,
        "two entries are named 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u0061":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8,
        "two entries are named 'a'")]
    [InlineData("""{"__metadata__":[]}""", 0, "'__metadata__' is not an object of strings")]
    [InlineData("""{"__metadata__":{"step":3}}""", 0, "the value of 'step' in '__metadata__' is not a string")]
    [InlineData("""{"__metadata__":{"step":"3","step":"4"}}""", 0, "two entries in '__metadata__' are named 'step'")]
    public void A_header_that_breaks_a_rule_is_refused_by_name(string header, int dataLength, string message) =>
        AssertRefused([.. Prefix(Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. new byte[dataLength]], message);

    [Fact]
    public void Bytes_that_are_not_text_are_refused() =>
        AssertRefused([.. Prefix(4), (byte)'{', 0xff, 0xfe, (byte)'}'], "the header is not valid UTF-8");

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_file_too_short_for_a_length_is_refused(int length) =>
        AssertRefused(new byte[length], $"not a safetensors file: {length} bytes are too few for a header");

    [Fact]
    public void A_header_that_ends_after_the_file_is_refused() =>
        AssertRefused([.. Prefix(3), .. "{}"u8], "not a safetensors file or cut short: its header ends at 11, the file at 10");

    [Theory]
    [InlineData(100_000_001ul)]
    [InlineData(ulong.MaxValue)]
    [InlineData(long.MaxValue)]
    public void A_huge_header_is_refused_before_anything_is_allocated(ulong length)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        AssertRefused(bytes, $"not a safetensors file: expected a header of at most 100000000 bytes, found {length}");
    }

    [Fact]
    public void A_file_that_is_cut_at_any_byte_is_refused()
    {
        byte[] whole = Written(NamedTensor.Of<float>("a", [2], new float[2]), NamedTensor.Of<float>("b", [1], new float[1]));
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_directory["cut"], whole[..length]);
            Assert.Throws<InputException>(() => SafetensorsFile.Read(_directory["cut"]));
        }
    }

    [Fact]
    public void Random_tampering_is_refused_or_harmless_but_never_another_exception()
    {
        byte[] whole = Written(NamedTensor.Of<float>("a", [2, 2], new float[4]), NamedTensor.Of<double>("b", [1], new double[1]));
        var random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 2000; round++)
        {
            byte[] tampered = [.. whole];
            tampered[random.Next(whole.Length - 24)] = (byte)random.Next(256);
            File.WriteAllBytes(_directory["tampered"], tampered);
            try
            {
                SafetensorsFile.Read(_directory["tampered"]).Dispose();
            }
            catch (InputException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 2000);
    }

    [Fact]
    public void A_missing_file_and_a_directory_are_named()
    {
        Assert.Equal(
            $"{_directory["x"]}: no such file",
            Assert.Throws<InputException>(() => SafetensorsFile.Read(_directory["x"])).Message);
        Assert.Equal(
            $"{_directory.Root}: expected a file, found a directory",
            Assert.Throws<InputException>(() => SafetensorsFile.Read(_directory.Root)).Message);
    }

    private static byte[] Written(params NamedTensor[] tensors)
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, tensors, new Dictionary<string, string>());
        return stream.ToArray();
    }

    private static byte[] Prefix(int length)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        return bytes;
    }

    private void AssertRefused(byte[] bytes, string message)
    {
        File.WriteAllBytes(_directory["hostile"], bytes);
        InputException refusal = Assert.Throws<InputException>(() => SafetensorsFile.Read(_directory["hostile"]));
        Assert.Equal($"{_directory["hostile"]}: {message}", refusal.Message);
    }
}
