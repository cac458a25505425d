using System.Numerics;
using ILGPU;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>Runs attention over packed batches, with a few kernels per pass for any number of sequences.</summary>
/// <param name="backend">The backend, for uploads.</param>
/// <param name="queue">The accelerator's queue.</param>
/// <param name="scratch">Working memory for the scores' gradient.</param>
/// <param name="layoutMemory">Working memory for the layout of the batches.</param>
internal sealed class AttentionLoop<T, TReal>(Backend<T> backend, KernelQueue queue, Arena<T> scratch, Arena<int> layoutMemory)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TReal : unmanaged, IDeviceReal<TReal>
{
    private readonly AttentionLayout _layout = new();

    /// <summary>Computes weights and outputs.</summary>
    public void RunForward(PackedAttention<T> attention, Tensor<T> weights, Tensor<T> outputs)
    {
        AttentionView<TReal> view = ViewOf(attention);
        ArrayView<TReal> a = Read(weights).Elements;
        int pieces = attention.Queries.Rows * attention.Heads, keys = attention.Pairs.Keys.Steps;
        if (attention.IsAdditive)
            queue.RunGroups(new AttentionWeightsKernel<TReal, AdditiveScore<TReal>>(view, Read(attention.Scorer), a), pieces, keys);
        else
            queue.RunGroups(new AttentionWeightsKernel<TReal, PerElement<TReal, AccumulateProduct>>(view, view.Queries, a), pieces, keys);
        queue.Run(new SumOverKeysKernel<TReal>(view, a, view.Values, Read(outputs), accumulate: 0), outputs.Count);
    }

    /// <summary>Computes the gradients of queries, keys and values, and of the scorer if scores are additive.</summary>
    public void RunBackward(PackedAttention<T> attention, Tensor<T> weights, Tensor<T> outputGradient, PackedAttention<T> gradient)
    {
        scratch.Reset();
        AttentionView<TReal> view = ViewOf(attention);
        ArrayView<TReal> a = Read(weights).Elements, dS = Read(scratch.Allocate(1, weights.Count)).Elements;
        DeviceMatrix<TReal> dO = Read(outputGradient);
        var scores = new ScoreGradientKernel<TReal>(view, a, dO, dS);
        queue.RunGroups(scores, attention.Queries.Rows * attention.Heads, attention.Pairs.Keys.Steps);
        if (!gradient.Values.IsEmpty) queue.Run(new SumOverQueriesKernel<TReal>(view, a, dO, Read(gradient.Values)), gradient.Values.Count);
        if (attention.IsAdditive) AddAdditiveGradients(attention, view, dS, gradient);
        else AddProductGradients(view, dS, gradient);
    }

    private void AddProductGradients(AttentionView<TReal> view, ArrayView<TReal> dS, PackedAttention<T> gradient)
    {
        if (!gradient.Queries.IsEmpty)
            queue.Run(new SumOverKeysKernel<TReal>(view, dS, view.Keys, Read(gradient.Queries), accumulate: 1), gradient.Queries.Count);
        if (!gradient.Keys.IsEmpty) queue.Run(new SumOverQueriesKernel<TReal>(view, dS, view.Queries, Read(gradient.Keys)), gradient.Keys.Count);
    }

    private void AddAdditiveGradients(PackedAttention<T> attention, AttentionView<TReal> view, ArrayView<TReal> dS, PackedAttention<T> gradient)
    {
        DeviceMatrix<TReal> v = Read(attention.Scorer);
        if (!gradient.Queries.IsEmpty) queue.Run(new AdditiveQueryGradientKernel<TReal>(view, v, dS, Read(gradient.Queries)), gradient.Queries.Count);
        if (!gradient.Keys.IsEmpty) queue.Run(new AdditiveKeyGradientKernel<TReal>(view, v, dS, Read(gradient.Keys)), gradient.Keys.Count);
        if (!gradient.IsAdditive) return;
        Tensor<T> ofQueries = scratch.Allocate(attention.Queries.Rows, attention.Queries.Columns);
        queue.Run(new AdditiveScorerGradientKernel<TReal>(view, dS, Read(ofQueries)), ofQueries.Count);
        backend.AddColumnSums(ofQueries, gradient.Scorer);
    }

    private AttentionView<TReal> ViewOf(PackedAttention<T> attention)
    {
        _layout.Assign(attention.Pairs);
        layoutMemory.Reset();
        Tensor<int> uploaded = layoutMemory.Allocate(1, _layout.Numbers.Length);
        backend.Upload(_layout.Numbers, uploaded);
        ArrayView<int> numbers = DeviceStorage<int>.ViewOf(uploaded);
        (SequenceView queryRows, SequenceView keyRows, ArrayView<int> weightStarts) = AttentionLayout.Split(attention.Pairs, numbers);
        return new AttentionView<TReal>
        {
            Queries = Read(attention.Queries),
            Keys = Read(attention.Keys),
            Values = Read(attention.Values),
            Heads = attention.Heads,
            Scale = TReal.Constant(attention.Scale),
            QueryRows = queryRows,
            KeyRows = keyRows,
            WeightStarts = weightStarts,
        };
    }

    private static DeviceMatrix<TReal> Read(Tensor<T> tensor) => DeviceStorage<T>.MatrixOf<TReal>(tensor);
}
