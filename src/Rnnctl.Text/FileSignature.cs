namespace Rnnctl.Text;

/// <summary>The first bytes of files that are often given where a text is expected.</summary>
internal static class FileSignature
{
    private static readonly (byte[] Bytes, string Name, string Hint)[] Known =
    [
        ([0x1F, 0x8B], "gzip-compressed data", "decompress it first: gunzip -c FILE.gz"),
        ([.. "PK"u8, 3, 4], "a zip archive", "unpack it first: unzip FILE.zip"),
        ([.. "BZh"u8], "bzip2-compressed data", "decompress it first: bunzip2 -c FILE.bz2"),
        ([0xFD, .. "7zXZ"u8, 0], "xz-compressed data", "decompress it first: xz -dc FILE.xz"),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstandard-compressed data", "decompress it first: zstd -dc FILE.zst"),
        ([0xBA, 0x16, 0x4F, 0x2F], "a fastText model", "fastText's vectors are a text beside it: FILE.vec"),
    ];

    /// <summary>Whether a file begins as gzip's do.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Known[0].Bytes);

    /// <summary>What a file is that begins with these bytes, and what to do with it; null for none of these kinds.</summary>
    public static (string Name, string Hint)? Find(ReadOnlySpan<byte> bytes)
    {
        foreach ((byte[] first, string name, string hint) in Known)
        {
            // A text may begin with the letters BZh; after those of bzip2 comes a digit and a number whose bytes are no text.
            if (bytes.StartsWith(first) && (first[0] != (byte)'B' || bytes[3..] is [>= (byte)'1' and <= (byte)'9', 0x31, 0x41, 0x59, ..])) return (name, hint);
        }

        return null;
    }
}
