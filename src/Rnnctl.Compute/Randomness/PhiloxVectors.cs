using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Rnnctl.Compute.Randomness;

/// <summary>
/// Computes many blocks of <see cref="Philox4x32"/> at once, if the machine can multiply 32-bit lanes to 64 bits. Each block is in a 64-bit lane. Only the
/// lower half of a lane counts; products and carries may leave other bits in the upper half.
/// </summary>
internal static class PhiloxVectors
{
    /// <summary>Writes the words of a mask from a block on, as many as fill whole registers.</summary>
    /// <returns>The number of words written; 0 on a machine without this multiplication.</returns>
    public static unsafe int Fill(in DropoutKey key, uint block, uint* target, int count)
    {
        if (!Avx2.IsSupported) return 0;
        int filled = 0;
        for (; filled <= count - 32; filled += 32, block += 8)
        {
            Vector256<ulong> first = Vector256.Create((ulong)block) + Vector256<ulong>.Indices;
            Vector256<ulong> second = Vector256.Create((ulong)key.Site);
            Vector256<ulong> third = Vector256.Create(key.Step);
            Vector256<ulong> fourth = third >> 32;
            Vector256<ulong> nextFirst = first + Vector256.Create(4UL);
            Vector256<ulong> nextSecond = second;
            Vector256<ulong> nextThird = third;
            Vector256<ulong> nextFourth = fourth;
            Vector256<ulong> firstKey = Vector256.Create(key.Seed);
            Vector256<ulong> secondKey = firstKey >> 32;
            for (int round = 0; round < Philox4x32.Rounds; round++)
            {
                Round(ref first, ref second, ref third, ref fourth, firstKey, secondKey);
                Round(ref nextFirst, ref nextSecond, ref nextThird, ref nextFourth, firstKey, secondKey);
                firstKey += Vector256.Create((ulong)Philox4x32.FirstWeyl);
                secondKey += Vector256.Create((ulong)Philox4x32.SecondWeyl);
            }

            Store(first, second, third, fourth, target + filled);
            Store(nextFirst, nextSecond, nextThird, nextFourth, target + filled + 16);
        }

        return filled;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        ref Vector256<ulong> first,
        ref Vector256<ulong> second,
        ref Vector256<ulong> third,
        ref Vector256<ulong> fourth,
        Vector256<ulong> firstKey,
        Vector256<ulong> secondKey)
    {
        Vector256<ulong> p = Avx2.Multiply(first.AsUInt32(), Vector256.Create(Philox4x32.FirstMultiplier));
        Vector256<ulong> q = Avx2.Multiply(third.AsUInt32(), Vector256.Create(Philox4x32.SecondMultiplier));
        first = (q >> 32) ^ second ^ firstKey;
        second = q;
        third = (p >> 32) ^ fourth ^ secondKey;
        fourth = p;
    }

    /// <summary>Writes the words of 4 blocks, block after block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Store(
        Vector256<ulong> first,
        Vector256<ulong> second,
        Vector256<ulong> third,
        Vector256<ulong> fourth,
        uint* target)
    {
        Vector256<ulong> lower = Join(first, second);
        Vector256<ulong> upper = Join(third, fourth);
        Vector256<ulong> even = Avx2.UnpackLow(lower, upper);
        Vector256<ulong> odd = Avx2.UnpackHigh(lower, upper);
        Avx2.Permute2x128(even, odd, 0x20).AsUInt32().Store(target);
        Avx2.Permute2x128(even, odd, 0x31).AsUInt32().Store(target + 8);
    }

    /// <summary>The lower halves of two registers' lanes side by side.</summary>
    private static Vector256<ulong> Join(Vector256<ulong> low, Vector256<ulong> high) =>
        (low & Vector256.Create((ulong)uint.MaxValue)) | (high << 32);
}
