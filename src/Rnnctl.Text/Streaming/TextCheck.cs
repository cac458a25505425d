using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Rnnctl.Text.Streaming;

/// <summary>A checksum of a sentence's words (CRC-32C), by which a file that has changed is found out.</summary>
internal struct TextCheck
{
    /// <summary>The sum.</summary>
    public uint Sum { get; private set; }

    /// <summary>Adds a word, label or line.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(text);
        uint sum = BitOperations.Crc32C(Sum, (uint)text.Length);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        for (; bytes.Length > 0; bytes = bytes[sizeof(char)..]) sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt16LittleEndian(bytes));
        Sum = sum;
    }
}
