using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Rnnctl.Compute.Randomness;

/// <summary>Many blocks of <see cref="Philox4x32"/> at once, where the machine multiplies 32-bit lanes into 64 bits.</summary>
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

    /// <summary>8 blocks at a time, each in a 64-bit lane; only the lower half of a lane counts, so what a product leaves above may stay.</summary>
    private static unsafe int Fill512(in DropoutKey key, uint block, uint* target, int count)
    {
        int filled = 0;
        for (; filled <= count - 32; filled += 32, block += 8)
        {
            Vector512<ulong> first = Vector512.Create((ulong)block) + Vector512<ulong>.Indices;
            Vector512<ulong> second = Vector512.Create((ulong)key.Site);
            Vector512<ulong> third = Vector512.Create(key.Step);
            Vector512<ulong> fourth = third >> 32;
            ulong firstKey = key.Seed;
            ulong secondKey = key.Seed >> 32;
            for (int round = 0; round < Philox4x32.Rounds; round++)
            {
                Vector512<ulong> p = Avx512F.Multiply(first.AsUInt32(), Vector512.Create(Philox4x32.FirstMultiplier));
                Vector512<ulong> q = Avx512F.Multiply(third.AsUInt32(), Vector512.Create(Philox4x32.SecondMultiplier));
                first = (q >> 32) ^ second ^ Vector512.Create(firstKey);
                second = q;
                third = (p >> 32) ^ fourth ^ Vector512.Create(secondKey);
                fourth = p;
                firstKey = unchecked(firstKey + Philox4x32.FirstWeyl);
                secondKey = unchecked(secondKey + Philox4x32.SecondWeyl);
            }

            Vector512<ulong> lower = Join(first, second);
            Vector512<ulong> upper = Join(third, fourth);
            Avx512F.PermuteVar8x64x2(lower, Vector512.Create(0UL, 8, 1, 9, 2, 10, 3, 11), upper).AsUInt32().Store(target + filled);
            Avx512F.PermuteVar8x64x2(lower, Vector512.Create(4UL, 12, 5, 13, 6, 14, 7, 15), upper).AsUInt32().Store(target + filled + 16);
        }

        return filled;
    }

    /// <summary>The lower halves of two registers' lanes side by side.</summary>
    private static Vector512<ulong> Join(Vector512<ulong> low, Vector512<ulong> high) =>
        (low & Vector512.Create((ulong)uint.MaxValue)) | (high << 32);

    /// <summary>4 blocks at a time, each in a 64-bit lane; only the lower half of a lane counts, so what a product leaves above may stay.</summary>
    internal static unsafe int Fill256(in DropoutKey key, uint block, uint* target, int count)
    {
        int filled = 0;
        for (; filled <= count - 16; filled += 16, block += 4)
        {
            Vector256<ulong> first = Vector256.Create((ulong)block) + Vector256<ulong>.Indices;
            Vector256<ulong> second = Vector256.Create((ulong)key.Site);
            Vector256<ulong> third = Vector256.Create(key.Step);
            Vector256<ulong> fourth = third >> 32;
            ulong firstKey = key.Seed;
            ulong secondKey = key.Seed >> 32;
            for (int round = 0; round < Philox4x32.Rounds; round++)
            {
                Vector256<ulong> p = Avx2.Multiply(first.AsUInt32(), Vector256.Create(Philox4x32.FirstMultiplier));
                Vector256<ulong> q = Avx2.Multiply(third.AsUInt32(), Vector256.Create(Philox4x32.SecondMultiplier));
                first = (q >> 32) ^ second ^ Vector256.Create(firstKey);
                second = q;
                third = (p >> 32) ^ fourth ^ Vector256.Create(secondKey);
                fourth = p;
                firstKey = unchecked(firstKey + Philox4x32.FirstWeyl);
                secondKey = unchecked(secondKey + Philox4x32.SecondWeyl);
            }

            Vector256<ulong> lower = Join(first, second);
            Vector256<ulong> upper = Join(third, fourth);
            Vector256<ulong> even = Avx2.UnpackLow(lower, upper);
            Vector256<ulong> odd = Avx2.UnpackHigh(lower, upper);
            Avx2.Permute2x128(even, odd, 0x20).AsUInt32().Store(target + filled);
            Avx2.Permute2x128(even, odd, 0x31).AsUInt32().Store(target + filled + 8);
        }

        return filled;
    }

    /// <summary>The lower halves of two registers' lanes side by side.</summary>
    private static Vector256<ulong> Join(Vector256<ulong> low, Vector256<ulong> high) =>
        (low & Vector256.Create((ulong)uint.MaxValue)) | (high << 32);
}
