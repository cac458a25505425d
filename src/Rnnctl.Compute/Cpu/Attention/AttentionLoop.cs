using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>
/// Runs attention over packed batches: every head of every sequence is a few small products on one thread, in one order, so that the number of threads
/// does not change a bit.
/// </summary>
internal static unsafe class AttentionLoop<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>Weights and outputs.</summary>
    public static void RunForward(
        ThreadTeam team, Scratch<T> scratch, Scratch<int> places, PackedAttention<T> attention, Tensor<T> weights, Tensor<T> outputs)
    {
        SequencePairs pairs = attention.Pairs;
        int* starts = places.Rent(pairs.Queries.Sequences);
        AttentionMemory<T, TLanes> memory = MemoryFor(attention, team, scratch);
        fixed (int* queryOffsets = pairs.Queries.Offsets, keyOffsets = pairs.Keys.Offsets)
        fixed (int* queryLengths = pairs.Queries.Lengths, keyLengths = pairs.Keys.Lengths, keySequences = pairs.KeySequences.Span)
        {
            team.Run(new AttentionForwardJob<T, TLanes>(
                new(pairs, attention.Heads, queryLengths, keyLengths, keySequences, starts),
                new(attention, queryOffsets, keyOffsets),
                attention.KeyWidth,
                attention.ValueWidth,
                T.CreateChecked(attention.Scale),
                new Matrix<T>(weights).Pointer,
                new(new(outputs), queryOffsets),
                memory));
        }
    }

    /// <summary>The gradients of queries, keys and values.</summary>
    public static void RunBackward(
        ThreadTeam team,
        Scratch<T> scratch,
        Scratch<int> places,
        PackedAttention<T> attention,
        Tensor<T> weights,
        Tensor<T> outputGradient,
        PackedAttention<T> gradient)
    {
        SequencePairs pairs = attention.Pairs;
        int* starts = places.Rent(pairs.Queries.Sequences);
        AttentionMemory<T, TLanes> memory = MemoryFor(attention, team, scratch);
        fixed (int* queryOffsets = pairs.Queries.Offsets, keyOffsets = pairs.Keys.Offsets)
        fixed (int* queryLengths = pairs.Queries.Lengths, keyLengths = pairs.Keys.Lengths, keySequences = pairs.KeySequences.Span)
        {
            team.Run(new AttentionBackwardJob<T, TLanes>(
                new(pairs, attention.Heads, queryLengths, keyLengths, keySequences, starts),
                new(attention, queryOffsets, keyOffsets),
                new(gradient, queryOffsets, keyOffsets),
                attention.KeyWidth,
                attention.ValueWidth,
                T.CreateChecked(attention.Scale),
                new Matrix<T>(weights).Pointer,
                new(new(outputGradient), queryOffsets),
                memory));
        }
    }

    private static AttentionMemory<T, TLanes> MemoryFor(PackedAttention<T> attention, ThreadTeam team, Scratch<T> scratch)
    {
        int queries = attention.Pairs.Queries.Steps, keys = attention.Pairs.Keys.Steps, width = Math.Max(attention.KeyWidth, attention.ValueWidth);
        int length = new AttentionMemory<T, TLanes>(queries, keys, width, memory: null).Length;
        return new AttentionMemory<T, TLanes>(queries, keys, width, scratch.Rent(checked(team.Threads * length)));
    }
}
