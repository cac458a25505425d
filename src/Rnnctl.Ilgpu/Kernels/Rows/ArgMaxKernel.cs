using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>Row by row, a group for each: the column of the largest value, the first of equals.</summary>
internal readonly struct ArgMaxKernel<TReal>(DeviceMatrix<TReal> source, ArrayView<int> target) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<int> best = SharedMemory.Allocate<int>(KernelQueue.LargestGroup);
        int first = Group.IdxX < source.Columns ? Group.IdxX : 0;
        for (int column = first; column < source.Columns; column += Group.DimX) first = Better(piece, first, column);
        best[Group.IdxX] = first;
        GroupBarrier.Wait();
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half) best[Group.IdxX] = Better(piece, best[Group.IdxX], best[Group.IdxX + half]);
            GroupBarrier.Wait();
        }

        if (Group.IdxX == 0) target[piece] = best[0];
    }

    private int Better(int row, int a, int b)
    {
        if (TReal.IsAbove(source[row, a], source[row, b])) return a;
        if (TReal.IsAbove(source[row, b], source[row, a])) return b;
        return a < b ? a : b;
    }
}
