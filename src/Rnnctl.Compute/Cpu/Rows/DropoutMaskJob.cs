using System.Numerics;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>Element i ← 1 / keep if the key's word i is less than keep · 2³², else 0.</summary>
internal readonly unsafe struct DropoutMaskJob<T>(DropoutKey key, double keep, T* target, int count) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Block = 256;

    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        // A random branch would be predicted wrongly every other time: the sign of the difference selects the element instead.
        T* elements = stackalloc T[2] { T.Zero, T.CreateTruncating(1 / keep) };
        long threshold = DropoutKey.Threshold(keep);
        Span<uint> words = stackalloc uint[Block];
        (int first, int last) = Share.Of((count + Block - 1) / Block, part, parts);
        for (int block = first; block < last; block++)
        {
            int start = block * Block;
            DropoutKey.Fill(key, words, (uint)start);
            for (int i = 0; i < Math.Min(Block, count - start); i++) target[start + i] = elements[(words[i] - threshold) >>> 63];
        }
    }
}
