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
        int row = piece / attention.Heads, head = piece % attention.Heads;
        int sequence = attention.QueryRows.SequenceOf(row), keySequence = attention.QueryRows.Partners[sequence];
        int keys = attention.KeyRows.Lengths[keySequence];
        ArrayView<TReal> own = weights.SubView(attention.FirstWeight(sequence, attention.QueryRows.Steps[row], head), keys);
        for (int k = Group.IdxX; k < keys; k += Group.DimX) own[k] = attention.Scale * Product(row, attention.KeyRows.Row(keySequence, k), head);
        Group.Barrier();
        var scores = new DeviceMatrix<TReal>(own, 1, keys, keys);
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
