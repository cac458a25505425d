using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Rows;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>
/// Runs attention over packed batches. One thread computes all products of one head of one sequence in a fixed order, so that the result does not depend on the
/// number of threads.
/// </summary>
internal static unsafe class AttentionLoop<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>Computes weights and outputs.</summary>
    public static void RunForward(
        ThreadTeam team, Scratch<T> scratch, Scratch<int> places, PackedAttention<T> attention, Tensor<T> weights, Tensor<T> outputs)
    {
        SequencePairs pairs = attention.Pairs;
        int* starts = places.Rent(pairs.Queries.Sequences);
        AttentionMemory<T, TLanes> memory = MemoryFor(attention, team, scratch, scorerGradients: 0);
        fixed (int* queryOffsets = pairs.Queries.Offsets, keyOffsets = pairs.Keys.Offsets)
        fixed (int* queryLengths = pairs.Queries.Lengths, keyLengths = pairs.Keys.Lengths, keySequences = pairs.KeySequences.Span)
        {
            team.Run(new AttentionForwardJob<T, TLanes>(
                new(pairs, attention.Heads, queryLengths, keyLengths, keySequences, starts),
                new(attention, queryOffsets, keyOffsets),
                T.CreateChecked(attention.Scale),
                new Matrix<T>(weights).Pointer,
                new(new(outputs), queryOffsets, attention.ValueWidth),
                memory));
        }
    }

    /// <summary>Computes the gradients of queries, keys and values, and of the scorer if scores are additive.</summary>
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
        int rows = pairs.Queries.Sequences, columns = attention.Scorer.Columns;
        AttentionMemory<T, TLanes> memory = MemoryFor(attention, team, scratch, (long)rows * columns);
        var scorerGradients = new Matrix<T>(memory.OfPart(team.Threads).Start, rows, columns, columns);
        fixed (int* queryOffsets = pairs.Queries.Offsets, keyOffsets = pairs.Keys.Offsets)
        fixed (int* queryLengths = pairs.Queries.Lengths, keyLengths = pairs.Keys.Lengths, keySequences = pairs.KeySequences.Span)
        {
            team.Run(new AttentionBackwardJob<T, TLanes>(
                new(pairs, attention.Heads, queryLengths, keyLengths, keySequences, starts),
                new(attention, queryOffsets, keyOffsets),
                new(gradient, queryOffsets, keyOffsets),
                scorerGradients,
                T.CreateChecked(attention.Scale),
                new Matrix<T>(weights).Pointer,
                new(new(outputGradient), queryOffsets, attention.ValueWidth),
                memory));
        }

        if (gradient.IsAdditive) team.Run(new ColumnSumsJob<T, TLanes>(scorerGradients, new Matrix<T>(gradient.Scorer).Pointer));
    }

    /// <summary>Working memory for every thread, followed by memory for the scorer's gradients.</summary>
    private static AttentionMemory<T, TLanes> MemoryFor(PackedAttention<T> attention, ThreadTeam team, Scratch<T> scratch, long scorerGradients)
    {
        int queries = attention.Pairs.Queries.Steps, keys = attention.Pairs.Keys.Steps, width = Math.Max(attention.KeyWidth, attention.ValueWidth);
        long length = new AttentionMemory<T, TLanes>(queries, keys, width, memory: null).Length;
        return new AttentionMemory<T, TLanes>(queries, keys, width, scratch.Rent((team.Threads * length) + scorerGradients));
    }
}
