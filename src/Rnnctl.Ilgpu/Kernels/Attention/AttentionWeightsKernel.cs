using ILGPU;
using Rnnctl.Ilgpu.Kernels.Rows;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>A ← softmax(scale · Q Kᵀ), a group for each query's head, a thread for each key.</summary>
/// <param name="attention">Queries and keys.</param>
/// <param name="weights">A.</param>
internal readonly struct AttentionWeightsKernel<TReal>(AttentionView<TReal> attention, ArrayView<TReal> weights) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<TReal> shared = SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup);
        AttentionQuery query = attention.QueryOf(piece);
        ArrayView<TReal> own = weights.SubView(query.FirstWeight, query.Keys);
        for (int k = Group.IdxX; k < query.Keys; k += Group.DimX)
            own[k] = attention.Scale * Product(query.Row, attention.KeyRows.Row(query.KeySequence, k), query.Head);
        GroupBarrier.Wait();
        var scores = new DeviceMatrix<TReal>(own, 1, query.Keys, query.Keys);
        SoftmaxRow.Apply(0, scores, scores, shared);
    }

    private TReal Product(int queryRow, int keyRow, int head)
    {
        TReal sum = TReal.Constant(0);
        int last = (head + 1) * attention.KeyWidth;
        for (int column = head * attention.KeyWidth; column < last; column++)
            sum = TReal.MultiplyAdd(attention.Queries[queryRow, column], attention.Keys[keyRow, column], sum);
        return sum;
    }
}
