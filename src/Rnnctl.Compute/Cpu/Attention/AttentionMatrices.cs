using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>Queries, keys and values, or their gradients, as matrices for the CPU's loops.</summary>
internal readonly unsafe struct AttentionMatrices<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>Converts tensors of this backend.</summary>
    /// <param name="attention">The tensors.</param>
    /// <param name="queryOffsets">The first row of queries of each step, pinned.</param>
    /// <param name="keyOffsets">The first row of keys of each step, pinned.</param>
    public AttentionMatrices(PackedAttention<T> attention, int* queryOffsets, int* keyOffsets)
    {
        Queries = new(new(attention.Queries), queryOffsets, attention.Queries.Columns / attention.Heads);
        Keys = new(new(attention.Keys), keyOffsets, attention.Keys.Columns / attention.Heads);
        Values = new(new(attention.Values), keyOffsets, attention.Values.Columns / attention.Heads);
        Scorer = new Matrix<T>(attention.Scorer).Pointer;
    }

    /// <summary>Q, <c>[N_q, heads · d]</c>.</summary>
    public SequenceRows<T, TLanes> Queries { get; }

    /// <summary>K, <c>[N_k, heads · d]</c>.</summary>
    public SequenceRows<T, TLanes> Keys { get; }

    /// <summary>V, <c>[N_k, heads · d_v]</c>.</summary>
    public SequenceRows<T, TLanes> Values { get; }

    /// <summary>v of additive scores, <c>[1, heads · d]</c>; null for dot products.</summary>
    public T* Scorer { get; }
}
