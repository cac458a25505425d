// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using System.Runtime.InteropServices;

namespace Rnnctl.Ilgpu.StandIn.Execution;

/// <summary>What memory holds before anyone has written to it: not a number, neither in single nor in double precision, and an id beyond every table.</summary>
internal static class Garbage
{
    /// <summary>Every word of four bytes.</summary>
    public const uint Word = 0x7FFBADF1;

    /// <summary>Fills memory.</summary>
    public static void Fill(Span<byte> memory)
    {
        MemoryMarshal.Cast<byte, uint>(memory).Fill(Word);
        memory[(memory.Length / sizeof(uint) * sizeof(uint))..].Fill(0xF1);
    }
}
