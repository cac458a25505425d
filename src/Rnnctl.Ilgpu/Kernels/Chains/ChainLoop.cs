using System.Numerics;
using ILGPU;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Chains;

/// <summary>Runs the algorithms of linear chains over packed batches, with one group of threads per sequence.</summary>
/// <param name="queue">The accelerator's queue.</param>
/// <param name="scratch">Working memory for the backward algorithm.</param>
/// <param name="layout">The layout of the sequences.</param>
internal sealed class ChainLoop<T, TReal>(KernelQueue queue, Arena<T> scratch, StepLayout<T> layout)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <summary>The forward algorithm.</summary>
    public void RunForward(LinearChain<T> chain, Tensor<int> ids, Tensor<T> prefixScores, Tensor<T> logPartitions)
    {
        var kernel = new ChainForwardKernel<TReal>(ViewOf(chain, ids), Read(prefixScores), Read(logPartitions));
        queue.RunGroups(kernel, chain.Steps.Sequences, chain.Labels);
    }

    /// <summary>The backward algorithm.</summary>
    public void RunBackward(LinearChain<T> chain, Tensor<int> ids, Tensor<T> prefixScores, Tensor<T> upstream, T scale, LinearChain<T> gradient)
    {
        scratch.Reset();
        ChainView<TReal> view = ViewOf(chain, ids);
        DeviceMatrix<TReal> weights = Read(scratch.Allocate(chain.Emissions.Rows, chain.Labels));
        DeviceMatrix<TReal> marginals = Read(scratch.Allocate(chain.Emissions.Rows, chain.Labels));
        ArrayView<TReal> factor = Read(upstream).Elements;
        TReal share = TReal.Constant(double.CreateChecked(scale));
        var backward = new ChainBackwardKernel<TReal>(view, Read(prefixScores), weights, marginals, factor, share, Read(gradient.Emissions));
        queue.RunGroups(backward, chain.Steps.Sequences, chain.Labels);
        var transitions = new ChainTransitionsKernel<TReal>(view, Read(prefixScores), weights, marginals, factor, share, Read(gradient.Transitions));
        queue.Run(transitions, gradient.Transitions.Count);
        queue.Run(new ChainEndsKernel<TReal>(view, marginals, factor, share, Read(gradient.Start), Read(gradient.End)), chain.Labels);
    }

    /// <summary>The best labelling of each sequence.</summary>
    public void RunBest(LinearChain<T> chain, Tensor<T> prefixScores, Tensor<int> labels) => queue.RunGroups(
        new ChainBestKernel<TReal>(ViewOf(chain, ids: default), Read(prefixScores), DeviceStorage<int>.ViewOf(labels)), chain.Steps.Sequences, chain.Labels);

    private ChainView<TReal> ViewOf(LinearChain<T> chain, Tensor<int> ids)
    {
        (ArrayView<int> offsets, ArrayView<int> lengths) = layout.Of(chain.Steps);
        bool hasIds = !ids.IsEmpty;
        return new ChainView<TReal>
        {
            Emissions = Read(chain.Emissions),
            Transitions = Read(chain.Transitions),
            Start = Read(chain.Start),
            End = Read(chain.End),
            Offsets = offsets,
            Lengths = lengths,
            Sequences = chain.Steps.Sequences,
            Ids = hasIds ? DeviceStorage<int>.ViewOf(ids) : lengths,
            HasIds = hasIds ? 1 : 0,
        };
    }

    private static DeviceMatrix<TReal> Read(Tensor<T> tensor) => DeviceStorage<T>.MatrixOf<TReal>(tensor);
}
