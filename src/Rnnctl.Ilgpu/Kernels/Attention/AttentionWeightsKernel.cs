using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Kernels.Rows;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>A ← softmax(scale · S), where S_ij is the score of query i and key j. One group per query and head, one thread per key.</summary>
/// <param name="attention">Queries and keys.</param>
/// <param name="scorer">v of additive scores, <c>[1, heads · d]</c>; any matrix of this width for dot products.</param>
/// <param name="weights">A.</param>
/// <typeparam name="TReal">The number.</typeparam>
/// <typeparam name="TScore">The term that a column adds to the score, from q, k and v.</typeparam>
internal readonly struct AttentionWeightsKernel<TReal, TScore>(
    AttentionView<TReal> attention, DeviceMatrix<TReal> scorer, ArrayView<TReal> weights) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
    where TScore : unmanaged, IRowFormula<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<TReal> shared = SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup);
        AttentionQuery query = attention.QueryOf(piece);
        ArrayView<TReal> own = weights.SubView(query.FirstWeight, query.Keys), q = attention.Queries.Row(query.Row), v = scorer.Row(0);
        for (int j = Group.IdxX; j < query.Keys; j += Group.DimX)
        {
            ArrayView<TReal> k = attention.Keys.Row(attention.KeyRows.Row(query.KeySequence, j));
            own[j] = attention.Scale * HeadSum.Of(default(TScore), query.Head, attention.KeyWidth, q, k, v);
        }

        GroupBarrier.Wait();
        var scores = new DeviceMatrix<TReal>(own, 1, query.Keys, query.Keys);
        SoftmaxRow.Apply(0, scores, scores, shared);
    }
}
