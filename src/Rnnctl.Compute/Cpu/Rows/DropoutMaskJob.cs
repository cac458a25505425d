using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>Element j of row i ← 1 / keep if word j of the row's key is less than keep · 2³², else 0.</summary>
internal readonly unsafe struct DropoutMaskJob<T>(DropoutKey key, double keep, int* numbers, Matrix<T> target) : IParallelJob
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
        (int first, int last) = Share.Of(target.Rows, part, parts);
        for (int row = first; row < last; row++)
        {
            DropoutKey ofRow = DropoutKey.OfRow(key, (uint)numbers[row]);
            for (int start = 0; start < target.Columns; start += Block)
            {
                T* mask = target.Row(row) + start;
                int count = Math.Min(Block, target.Columns - start);
                DropoutKey.Fill(ofRow, words[..count], (uint)start);
                for (int i = 0; i < count; i++) mask[i] = elements[(words[i] - threshold) >>> 63];
            }
        }
    }
}
