using System.Numerics;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cpu.Chains;

/// <summary>Runs the algorithms of linear chains. Sequences are independent: each thread processes a share of them.</summary>
internal static unsafe class ChainLoop<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    // Enough for the threads of a large machine; more would only cost memory.
    private const int MostGroups = 16;

    /// <summary>The forward algorithm: computes log Z of every sequence.</summary>
    public static void RunForward(
        ThreadTeam team, Scratch<T> scratch, LinearChain<T> chain, Tensor<int> ids, Tensor<T> prefixScores, Tensor<T> logPartitions)
    {
        long transitions = ChainMatrices<T>.Length(chain.Labels, TLanes.Count);
        T* memory = scratch.Rent(transitions + Rows(chain, team.Threads * ChainForwardJob<T, TLanes>.Rows));
        fixed (int* offsets = chain.Steps.Offsets, lengths = chain.Steps.Lengths)
        {
            var matrices = new ChainMatrices<T>(chain, ids, offsets, lengths, TLanes.Count, memory);
            team.Run(new ChainForwardJob<T, TLanes>(matrices, new(prefixScores), new(logPartitions), memory + transitions));
        }
    }

    /// <summary>The backward algorithm: adds the scaled marginals to the gradient.</summary>
    public static void RunBackward(
        ThreadTeam team, Scratch<T> scratch, LinearChain<T> chain, Tensor<int> ids, Tensor<T> prefixScores, T scale, LinearChain<T> gradient)
    {
        int groups = Math.Min(MostGroups, chain.Steps.Sequences), width = ChainMatrices<T>.WidthOf(chain.Labels, TLanes.Count);
        long transitions = ChainMatrices<T>.Length(chain.Labels, TLanes.Count), counts = Rows(chain, groups * (chain.Labels + 2L));
        T* memory = scratch.Rent(transitions + counts + Rows(chain, team.Threads * ChainBackwardJob<T, TLanes>.Rows));
        T* sums = memory + transitions, own = sums + counts;
        fixed (int* offsets = chain.Steps.Offsets, lengths = chain.Steps.Lengths)
        {
            var matrices = new ChainMatrices<T>(chain, ids, offsets, lengths, TLanes.Count, memory);
            team.Run(new ChainBackwardJob<T, TLanes>(matrices, new(prefixScores), scale, new(gradient.Emissions), sums, groups, own));
        }

        team.Run(new ChainCountsJob<T>(sums, groups, width, scale, new(gradient.Transitions), new(gradient.Start), new(gradient.End)));
    }

    /// <summary>The Viterbi algorithm: finds the best labelling of every sequence.</summary>
    public static void RunBest(ThreadTeam team, Scratch<T> scratch, LinearChain<T> chain, Tensor<T> prefixScores, Tensor<int> labels)
    {
        long transitions = ChainMatrices<T>.Length(chain.Labels, TLanes.Count);
        T* memory = scratch.Rent(transitions + Rows(chain, team.Threads * ChainBestJob<T, TLanes>.Rows));
        fixed (int* offsets = chain.Steps.Offsets, lengths = chain.Steps.Lengths)
        {
            var matrices = new ChainMatrices<T>(chain, ids: default, offsets, lengths, TLanes.Count, memory);
            team.Run(new ChainBestJob<T, TLanes>(matrices, new(prefixScores), new Matrix<int>(labels).Pointer, memory + transitions));
        }
    }

    private static long Rows(LinearChain<T> chain, long rows) => rows * ChainMatrices<T>.WidthOf(chain.Labels, TLanes.Count);
}
