using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Rnnctl.Compute.Randomness;

/// <summary>
/// Many blocks of <see cref="Philox4x32"/> at once, where the machine multiplies 32-bit lanes into 64 bits. Each block stands in a
/// 64-bit lane; only the lower half of a lane counts, so what a product or a carry leaves above may stay.
/// </summary>
internal static class PhiloxVectors
{
    /// <summary>Writes the words of a mask from a block on, as many as fill whole registers.</summary>
    /// <returns>How many words were written; none on a machine without such a multiplication.</returns>
    public static unsafe int Fill(in DropoutKey key, uint block, uint* target, int count)
    {
        if (Avx512F.IsSupported)
            return Fill512(key, block, target, count);
        return Avx2.IsSupported ? Fill256(key, block, target, count) : 0;
    }

    /// <summary>16 blocks at a time, in two registers that go through the rounds side by side.</summary>
    private static unsafe int Fill512(in DropoutKey key, uint block, uint* target, int count)
    {
        int filled = 0;
        for (; filled <= count - 64; filled += 64, block += 16)
        {
            Vector512<ulong> first = Vector512.Create((ulong)block) + Vector512<ulong>.Indices;
            Vector512<ulong> second = Vector512.Create((ulong)key.Site);
            Vector512<ulong> third = Vector512.Create(key.Step);
            Vector512<ulong> fourth = third >> 32;
            Vector512<ulong> nextFirst = first + Vector512.Create(8UL);
            Vector512<ulong> nextSecond = second;
            Vector512<ulong> nextThird = third;
            Vector512<ulong> nextFourth = fourth;
            Vector512<ulong> firstKey = Vector512.Create(key.Seed);
            Vector512<ulong> secondKey = firstKey >> 32;
            for (int round = 0; round < Philox4x32.Rounds; round++)
            {
                Round(ref first, ref second, ref third, ref fourth, firstKey, secondKey);
                Round(ref nextFirst, ref nextSecond, ref nextThird, ref nextFourth, firstKey, secondKey);
                firstKey += Vector512.Create((ulong)Philox4x32.FirstWeyl);
                secondKey += Vector512.Create((ulong)Philox4x32.SecondWeyl);
            }

            Store(first, second, third, fourth, target + filled);
            Store(nextFirst, nextSecond, nextThird, nextFourth, target + filled + 32);
        }

        return filled;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        ref Vector512<ulong> first,
        ref Vector512<ulong> second,
        ref Vector512<ulong> third,
        ref Vector512<ulong> fourth,
        Vector512<ulong> firstKey,
        Vector512<ulong> secondKey)
    {
        Vector512<ulong> p = Avx512F.Multiply(first.AsUInt32(), Vector512.Create(Philox4x32.FirstMultiplier));
        Vector512<ulong> q = Avx512F.Multiply(third.AsUInt32(), Vector512.Create(Philox4x32.SecondMultiplier));
        first = (q >> 32) ^ second ^ firstKey;
        second = q;
        third = (p >> 32) ^ fourth ^ secondKey;
        fourth = p;
    }

    /// <summary>Writes 8 blocks, the words of each one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Store(
        Vector512<ulong> first,
        Vector512<ulong> second,
        Vector512<ulong> third,
        Vector512<ulong> fourth,
        uint* target)
    {
        Vector512<ulong> lower = Join(first, second);
        Vector512<ulong> upper = Join(third, fourth);
        Avx512F.PermuteVar8x64x2(lower, Vector512.Create(0UL, 8, 1, 9, 2, 10, 3, 11), upper).AsUInt32().Store(target);
        Avx512F.PermuteVar8x64x2(lower, Vector512.Create(4UL, 12, 5, 13, 6, 14, 7, 15), upper).AsUInt32().Store(target + 16);
    }

    /// <summary>The lower halves of two registers' lanes side by side.</summary>
    private static Vector512<ulong> Join(Vector512<ulong> low, Vector512<ulong> high) =>
        (low & Vector512.Create((ulong)uint.MaxValue)) | (high << 32);

    /// <summary>8 blocks at a time, in two registers that go through the rounds side by side.</summary>
    internal static unsafe int Fill256(in DropoutKey key, uint block, uint* target, int count)
    {
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

    /// <summary>Writes 4 blocks, the words of each one after the other.</summary>
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
