using System.IO.Compression;

namespace Rnnctl.Fuzz.Mutations;

/// <summary>Changes a valid file, with mutations for its format.</summary>
internal static class Mutator
{
    /// <summary>Makes one to four changes.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="content">The content.</param>
    /// <param name="other">The content of another file, to join with.</param>
    /// <param name="random">The random numbers that decide the changes.</param>
    public static byte[] Change(string name, byte[] content, byte[] other, Random random)
    {
        if (name.EndsWith(".gz", StringComparison.Ordinal) && random.Next(2) == 0)
            return Compress(Change("", Decompress(content), other, random));
        for (int changes = 1 + random.Next(4); changes > 0; changes--)
            content = ChangeOnce(name, content, other, random);
        return content;
    }

    private static byte[] ChangeOnce(string name, byte[] content, byte[] other, Random random)
    {
        bool safetensors = name.EndsWith(".safetensors", StringComparison.Ordinal);
        bool json = name.EndsWith(".json", StringComparison.Ordinal);
        return random.Next(6) switch
        {
            0 or 1 when safetensors => SafetensorsMutation.Change(content, random),
            0 or 1 when json => JsonMutation.Change(content, random),
            2 when !safetensors => LineMutation.Change(content, random),
            3 when !safetensors => NumberMutation.Change(content, random),
            _ => ByteMutation.Change(content, other, random),
        };
    }

    private static byte[] Compress(byte[] content)
    {
        var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
            zip.Write(content);
        return packed.ToArray();
    }

    // If an earlier change has broken the compressed file, its compressed bytes are changed.
    private static byte[] Decompress(byte[] content)
    {
        try
        {
            var plain = new MemoryStream();
            using var zip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
            zip.CopyTo(plain);
            return plain.ToArray();
        }
        catch (InvalidDataException)
        {
            return content;
        }
    }
}
