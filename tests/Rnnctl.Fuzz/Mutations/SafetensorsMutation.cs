using System.Buffers.Binary;
using System.Text;

namespace Rnnctl.Fuzz.Mutations;

/// <summary>Changes parts of a safetensors file: the length of the header, its JSON, or a weight.</summary>
internal static class SafetensorsMutation
{
    private const int LengthBytes = 8;

    private static readonly long[] Lengths = [0, 1, -1, long.MinValue, long.MaxValue, int.MaxValue, 100_000_000, 100_000_001];
    private static readonly float[] Weights = [0, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon, 1e30f];

    /// <summary>Makes one change.</summary>
    public static byte[] Change(byte[] content, Random random)
    {
        if (content.Length < LengthBytes) return content;
        long length = BinaryPrimitives.ReadInt64LittleEndian(content);
        if (length < 0 || length > content.Length - LengthBytes) return WithLength(content, random.Next(content.Length));
        byte[] header = content[LengthBytes..(LengthBytes + (int)length)];
        byte[] weights = content[(LengthBytes + (int)length)..];
        return random.Next(5) switch
        {
            0 => WithLength(content, random.Next(2) == 0 ? length + random.Next(-9, 9) : Lengths[random.Next(Lengths.Length)]),
            1 => Join(JsonMutation.Change(header, random), weights),
            2 => Join(NumberMutation.Change(header, random), weights),
            3 => Join(Rename(header, random), weights),
            _ => Join(header, WithWeight(weights, random)),
        };
    }

    private static byte[] Join(byte[] header, byte[] weights) => WithLength([.. new byte[LengthBytes], .. header, .. weights], header.Length);

    private static byte[] WithLength(byte[] content, long length)
    {
        byte[] changed = [.. content];
        BinaryPrimitives.WriteInt64LittleEndian(changed, length);
        return changed;
    }

    private static byte[] Rename(byte[] header, Random random)
    {
        string text = Encoding.Latin1.GetString(header);
        string[] types = ["F32", "F64", "I64", "U64", "F16", "BF16", "output.weight", "output.bias", "embedding.weight", "shape"];
        return Encoding.Latin1.GetBytes(text.Replace(types[random.Next(types.Length)], types[random.Next(types.Length)], StringComparison.Ordinal));
    }

    private static byte[] WithWeight(byte[] weights, Random random)
    {
        if (weights.Length < sizeof(float)) return weights;
        byte[] changed = [.. weights];
        int at = random.Next(weights.Length / sizeof(float)) * sizeof(float);
        BinaryPrimitives.WriteSingleLittleEndian(changed.AsSpan(at), Weights[random.Next(Weights.Length)]);
        return changed;
    }
}
