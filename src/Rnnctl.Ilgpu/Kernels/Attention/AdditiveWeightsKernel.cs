using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Kernels.Rows;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>S_ij = scale · v · tanh(Q_i + K_j), A ← softmax(S), a group for each query's head, a thread for each key.</summary>
/// <param name="attention">Queries and keys.</param>
/// <param name="scorer">v, <c>[1, heads · d]</c>.</param>
/// <param name="weights">A.</param>
internal readonly struct AdditiveWeightsKernel<TReal>(AttentionView<TReal> attention, DeviceMatrix<TReal> scorer, ArrayView<TReal> weights) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<TReal> shared = SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup);
        AttentionQuery query = attention.QueryOf(piece);
        ArrayView<TReal> own = weights.SubView(query.FirstWeight, query.Keys);
        for (int k = Group.IdxX; k < query.Keys; k += Group.DimX)
            own[k] = attention.Scale * Score(query.Row, attention.KeyRows.Row(query.KeySequence, k), query.Head);
        GroupBarrier.Wait();
        var scores = new DeviceMatrix<TReal>(own, 1, query.Keys, query.Keys);
        SoftmaxRow.Apply(0, scores, scores, shared);
    }

    private TReal Score(int queryRow, int keyRow, int head)
    {
        TReal sum = TReal.Constant(0);
        int last = (head + 1) * attention.KeyWidth;
        for (int column = head * attention.KeyWidth; column < last; column++)
            sum = default(AdditiveScore<TReal>).Apply(sum, scorer[0, column], attention.Queries[queryRow, column], attention.Keys[keyRow, column]);
        return sum;
    }
}
