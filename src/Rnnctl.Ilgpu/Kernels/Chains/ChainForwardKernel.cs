using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Chains;

/// <summary>The forward algorithm: prefixScores(j) ← log Σ_i exp(a(i) + A(i, j)), and log Z. One group per sequence, one thread per label.</summary>
/// <param name="chain">The chain.</param>
/// <param name="prefixScores">The prefix scores, <c>[N, L]</c>.</param>
/// <param name="logPartitions">log Z, <c>[sequences, 1]</c>.</param>
internal readonly struct ChainForwardKernel<TReal>(ChainView<TReal> chain, DeviceMatrix<TReal> prefixScores, DeviceMatrix<TReal> logPartitions) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<TReal> shared = SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup);
        int row = chain.Row(piece, 0), last = chain.Last(row);
        for (int j = chain.First(row) + Group.IdxX; j < last; j += Group.DimX) prefixScores[row, j] = chain.Start[0, j];
        GroupBarrier.Wait();
        TReal largest = chain.BestPrefix(row, prefixScores, shared);
        double total = TReal.ToDouble(largest);
        for (int token = 1; token < chain.Lengths[piece]; token++)
        {
            int before = row;
            row = chain.Row(piece, token);
            last = chain.Last(row);
            for (int j = chain.First(row) + Group.IdxX; j < last; j += Group.DimX) prefixScores[row, j] = PrefixScore(before, largest, j);
            GroupBarrier.Wait();
            largest = chain.BestPrefix(row, prefixScores, shared);
            total += TReal.ToDouble(largest);
        }

        TReal end = LogSumAtEnd(row, largest, shared);
        if (Group.IdxX == 0) logPartitions[piece, 0] = TReal.Constant(total + TReal.ToDouble(end));
    }

    private TReal PrefixScore(int before, TReal best, int j)
    {
        int first = chain.First(before), last = chain.Last(before);
        TReal largest = TReal.Constant(ChainView<TReal>.Forbidden);
        for (int i = first; i < last; i++) largest = TReal.Max(largest, Weight(before, best, i) + chain.Transitions[i, j]);
        TReal sum = TReal.Constant(0);
        for (int i = first; i < last; i++) sum += TReal.Exp(Weight(before, best, i) + chain.Transitions[i, j] - largest);
        return TReal.IsAbove(sum, TReal.Constant(0)) ? largest + TReal.Log(sum) : TReal.Constant(ChainView<TReal>.Forbidden);
    }

    private TReal LogSumAtEnd(int row, TReal best, ArrayView<TReal> shared)
    {
        int last = chain.Last(row);
        TReal largest = TReal.Constant(ChainView<TReal>.Forbidden);
        for (int j = chain.First(row) + Group.IdxX; j < last; j += Group.DimX) largest = TReal.Max(largest, Weight(row, best, j) + chain.End[0, j]);
        largest = GroupReduction.Largest(shared, largest);
        TReal sum = TReal.Constant(0);
        for (int j = chain.First(row) + Group.IdxX; j < last; j += Group.DimX) sum += TReal.Exp(Weight(row, best, j) + chain.End[0, j] - largest);
        return largest + TReal.Log(GroupReduction.Sum(shared, sum));
    }

    private TReal Weight(int row, TReal best, int label) => chain.Emissions[row, label] + prefixScores[row, label] - best;
}
